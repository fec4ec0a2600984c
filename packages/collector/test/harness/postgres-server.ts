import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, kill, pid } from 'node:process';
import type { TestProject } from 'vitest/node';
import { readPostmasterFile } from '../../src/store/embedded-postgres/postmaster-file.ts';
import { identifyProcess, isProcessAlive } from '../../src/store/embedded-postgres/process-identity.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser URL of the test run's server; tests use `createTestDatabase`, which makes a database in it. */
    readonly postgresUrl: string;
  }
}

const DATA_DIR = /^likeness-test-postgres-(\d+)-/;

let server: EmbeddedPostgres | undefined;
let dataDir: string;

/**
 * Starts the one Postgres of a test run (vitest `globalSetup`). `TEST_DATABASE_URL`, of a superuser, chooses a server that
 * runs already instead, such as one of another version: databases of their own are made in it, and dropped.
 */
export async function setup(project: TestProject): Promise<void> {
  if (env.TEST_DATABASE_URL !== undefined) {
    project.provide('postgresUrl', env.TEST_DATABASE_URL);
    return;
  }
  await removeLeftovers();
  dataDir = join(tmpdir(), `likeness-test-postgres-${pid}-${project.name}`);
  server = await startEmbeddedPostgres({
    dataDir,
    port: 0,
    // These data live for minutes: losing them in a crash of the machine costs nothing, waiting for the disk does.
    settings: { fsync: 'off', full_page_writes: 'off', shared_buffers: '64MB', max_connections: '200' },
  });
  project.provide('postgresUrl', server.url);
}

/** Stops it and deletes its data. */
export async function teardown(): Promise<void> {
  if (server === undefined) return;
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}

/** A test run that was killed could not clean up: its server is stopped and its data deleted by the next run. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = DATA_DIR.exec(name)?.[1];
    if (owner === undefined || isProcessAlive(Number(owner))) continue;
    const dir = join(tmpdir(), name);
    const left = await readPostmasterFile(join(dir, 'postgres', 'cluster'));
    if (left !== undefined && (await identifyProcess(left.pid))?.includes(dir) === true)
      kill(left.pid, 'SIGQUIT');
    await rm(dir, { recursive: true, force: true, maxRetries: 20 });
  }
}

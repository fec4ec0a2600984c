import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterEach, beforeEach } from 'vitest';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from '../../src/store/embedded-postgres.ts';

/** The program that starts the server in a process of its own. */
export const HOLD_SERVER = fileURLToPath(new URL('./hold-server.ts', import.meta.url));

/** A process that holds a server. */
export interface Holder {
  readonly child: ChildProcessByStdio<null, Readable, null>;
  readonly lines: Interface;
  readonly exited: Promise<void>;
}

/** A data directory per test, and everything in it stopped and deleted afterwards, whatever the test proved. */
export interface ServerFixture {
  /** The data directory of the test that runs. */
  readonly dataDir: () => string;
  /** Starts the server in this process, in that directory unless told otherwise. */
  readonly start: (options?: Partial<EmbeddedPostgresOptions>) => Promise<EmbeddedPostgres>;
  /** Starts it in another process, in a process group of its own, as the given user. */
  readonly hold: (user?: { uid?: number; gid?: number }) => Holder;
}

/** Sets the fixture up for every test of the calling file. */
export function useServerFixture(): ServerFixture {
  let dataDir = '';
  let servers: EmbeddedPostgres[] = [];
  let holders: Holder[] = [];

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'likeness-embedded-'));
    // mkdtemp makes it private to root; a data directory made by `mkdir` is not.
    await chmod(dataDir, 0o755);
    servers = [];
    holders = [];
  });

  afterEach(async () => {
    for (const holder of holders) holder.child.kill('SIGKILL');
    // Adopts what a killed holder left, so that nothing outlives the test.
    if (holders.length > 0) servers.push(await startEmbeddedPostgres({ dataDir }));
    for (const server of servers) await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  return {
    dataDir: () => dataDir,
    start: async (options = {}) => {
      const server = await startEmbeddedPostgres({ dataDir, ...options });
      servers.push(server);
      return server;
    },
    hold: (user = {}) => {
      const child = spawn(process.execPath, [HOLD_SERVER, dataDir], {
        detached: true,
        stdio: ['ignore', 'pipe', 'inherit'],
        cwd: '/',
        ...user,
      });
      const exited = new Promise<void>((resolve) => {
        child.on('exit', () => resolve());
      });
      const holder = { child, lines: createInterface(child.stdout), exited };
      holders.push(holder);
      return holder;
    },
  };
}

/** Runs one statement, a literal of the test, on a connection of its own. */
export async function query(
  server: { readonly url: string },
  statement: string,
): Promise<readonly Record<string, unknown>[]> {
  const sql = postgres(server.url, { max: 1 });
  try {
    return await sql.unsafe(statement);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** What the holding process says next. */
export async function nextLine(holder: Holder): Promise<unknown> {
  const line = await new Promise<string>((resolve, reject) => {
    holder.lines.once('line', resolve);
    holder.lines.once('close', () => reject(new Error('the process ended without a word')));
  });
  return JSON.parse(line);
}

/** The server that the process holds; it says so first. */
export async function heldServer(holder: Holder): Promise<EmbeddedPostgres> {
  // hold-server.ts prints exactly this, without the functions.
  return (await nextLine(holder)) as EmbeddedPostgres;
}

/** Kills the process as hard as can be. */
export async function kill(holder: Holder): Promise<void> {
  holder.child.kill('SIGKILL');
  await holder.exited;
}

import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { SERVER_USER } from './cluster.ts';
import { type PostmasterFile, postmasterFilePath, readPostmasterFile } from './postmaster-file.ts';
import { identifyProcess, isProcessAlive } from './process-identity.ts';
import { runCommand } from './run-command.ts';
import type { ServerHome } from './server-home.ts';

/** A server that answers: what its file says, with the port known. */
export type RunningServer = PostmasterFile & { readonly port: number };

/** How long a server that is there but does not answer (crash recovery, shutdown) is waited for. */
const PATIENCE_MS = 120_000;
const POLL_MS = 100;

/**
 * Finds the server that an earlier process left running on this cluster. `undefined` means that a new one can be
 * started: none is running, or the file was left by a crash of the machine, or the one there had to be stopped.
 */
export async function findRunningServer(
  home: ServerHome,
  password: string,
  log: (message: string) => void,
): Promise<RunningServer | undefined> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const file = await readPostmasterFile(home.clusterDir);
    // A dead process' file is no hindrance: Postgres replaces it.
    if (file === undefined || !isProcessAlive(file.pid)) return undefined;

    const identity = await identifyProcess(file.pid);
    if (identity !== undefined && !identity.includes(home.clusterDir)) {
      // The machine crashed, and the process id now is somebody else's. Postgres would refuse to start; should an old
      // server be alive after all, it still refuses, by the shared memory that is named after the cluster.
      log(`Removing what a crashed Postgres left behind (process ${file.pid} is none of ours).`);
      await rm(postmasterFilePath(home.clusterDir), { force: true });
      return undefined;
    }
    if (file.port !== undefined && (await answers(file.port, password))) return { ...file, port: file.port };
    // Nobody can tell what that process is; `pg_ctl start` will judge and say why.
    if (identity === undefined) return undefined;
    if (Date.now() > deadline) {
      log(`Postgres (process ${file.pid}) is there but does not answer: stopping it.`);
      await runCommand(home.binaries.pgCtl, ['stop', '-D', home.clusterDir, '-m', 'immediate', '-w'], {
        account: home.account,
        cwd: home.dir,
      });
      return undefined;
    }
    await delay(POLL_MS);
  }
}

/** Creates the database `likeness` if it is not there yet. */
export async function ensureDatabase(port: number, password: string): Promise<void> {
  const sql = connectToMaintenance(port, password);
  try {
    const found = await sql`SELECT 1 FROM pg_database WHERE datname = ${SERVER_USER}`;
    if (found.length === 0) await sql`CREATE DATABASE ${sql(SERVER_USER)}`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function answers(port: number, password: string): Promise<boolean> {
  const sql = connectToMaintenance(port, password);
  try {
    await sql`SELECT 1`;
    return true;
  } catch {
    // Not ready, going down, or another program on that port: the caller looks again.
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function connectToMaintenance(port: number, password: string) {
  return postgres({
    host: '127.0.0.1',
    port,
    user: SERVER_USER,
    password,
    database: 'postgres',
    max: 1,
    connect_timeout: 5,
  });
}

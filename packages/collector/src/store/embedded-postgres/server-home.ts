import { createHash } from 'node:crypto';
import { chown, mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { copyPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { runCommand } from './run-command.ts';
import { chooseServerAccount, type ServerAccount } from './server-account.ts';

/** Everything about where and as whom one embedded server runs. */
export interface ServerHome {
  /** Absolute directory of all the server's files, owned by the user that runs it. */
  readonly dir: string;
  /** The cluster (`PGDATA`) inside it; absent until the first start has finished making it. */
  readonly clusterDir: string;
  readonly binaries: PostgresBinaries;
  readonly account: ServerAccount | undefined;
}

/** Where root puts what the server's user could not reach in place. */
const SYSTEM_ROOT = '/var/lib/likeness';

/** Left in the data directory when the database had to go elsewhere; its first line is where. */
const POINTER_FILE = 'postgres-moved-to.txt';

/**
 * Prepares the server's directory: `<dataDir>/postgres`, or a directory under /var/lib/likeness when we are root and
 * the unprivileged user that has to run Postgres cannot reach the data directory (a clone in /root, say). `dataDir`
 * exists and is a real path; no other process may prepare the same one meanwhile.
 */
export async function prepareServerHome(
  dataDir: string,
  binaries: PostgresBinaries,
  log: (message: string) => void,
): Promise<ServerHome> {
  const pointer = join(dataDir, POINTER_FILE);
  const movedTo = await readFirstLine(pointer);
  const preferred = movedTo ?? join(dataDir, 'postgres');
  const account = await chooseServerAccount(join(preferred, 'cluster'), log);

  let dir = preferred;
  await makeOwnedDir(dir, account);
  if (movedTo === undefined && !(await canWrite(dir, account))) {
    await rmdir(dir);
    dir = await claimSystemDir(dataDir, pointer);
    await makeOwnedDir(dir, account);
    log(`Postgres runs as "${account?.name}", who cannot reach ${dataDir}: its data is in ${dir}.`);
  }

  const usable = await canRun(binaries, account);
  if (!usable && account === undefined) {
    throw new Error(`The installed Postgres does not run here: try "${binaries.postgres} --version".`);
  }
  return {
    dir,
    clusterDir: join(dir, 'cluster'),
    binaries: usable ? binaries : await copyPostgresBinaries(binaries, SYSTEM_ROOT),
    account,
  };
}

async function makeOwnedDir(dir: string, account: ServerAccount | undefined): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if (account !== undefined) await chown(dir, account.uid, account.gid);
}

/** Asked by trying, as that user: mode bits alone would not tell of ACLs, mounts and containers. */
async function canWrite(dir: string, account: ServerAccount | undefined): Promise<boolean> {
  if (account === undefined) return true;
  const script = 'cd "$1" && test -w .';
  const { code } = await runCommand('/bin/sh', ['-c', script, 'sh', dir], { account, cwd: '/' });
  return code === 0;
}

async function canRun(binaries: PostgresBinaries, account: ServerAccount | undefined): Promise<boolean> {
  const { code } = await runCommand(binaries.initdb, ['--version'], { account, cwd: dirname(binaries.dir) });
  return code === 0;
}

/**
 * Names a directory after the data directory's path. One that is taken belongs to a data directory that was deleted
 * since (its pointer went with it): it is somebody's data still, so it is left alone and the next name is used.
 */
async function claimSystemDir(dataDir: string, pointer: string): Promise<string> {
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  await mkdir(SYSTEM_ROOT, { recursive: true, mode: 0o755 });
  for (let attempt = 1; ; attempt += 1) {
    const dir = join(SYSTEM_ROOT, attempt === 1 ? name : `${name}-${attempt}`);
    try {
      await mkdir(dir, { mode: 0o700 });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue;
      throw error;
    }
    await writeFile(pointer, `${dir}\nThe embedded Postgres of this data directory keeps its files there.\n`);
    return dir;
  }
}

async function readFirstLine(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).split('\n')[0];
  } catch {
    // No such file: nothing was moved.
    return undefined;
  }
}

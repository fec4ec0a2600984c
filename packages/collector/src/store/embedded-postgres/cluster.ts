import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pid } from 'node:process';
import { runCommand } from './run-command.ts';
import { writeOwnedFile } from './server-account.ts';
import type { ServerHome } from './server-home.ts';

/** The database's superuser and the name of the database. */
export const SERVER_USER = 'likeness';

/** Server settings by name, as in postgresql.conf. */
export type ServerSettings = Readonly<Record<string, string>>;

/**
 * What a single machine that also runs the collector (and a browser) wants. Durability stays as strict as Postgres
 * ships it: "accepted" is said only after a commit that survives a power cut.
 */
const DEFAULT_SETTINGS: ServerSettings = {
  listen_addresses: '127.0.0.1',
  fsync: 'on',
  synchronous_commit: 'on',
  shared_buffers: '256MB',
  // Bulk imports write fast: checkpoints by time (every 5 minutes), rarely by volume.
  max_wal_size: '4GB',
  // Solid-state disks: an index look-up costs little more than the next page of a scan.
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

/**
 * Makes the cluster if there is none. `initdb` works in a draft directory that gets its name in one step at the end,
 * so a start killed in the middle leaves a draft, which the next one throws away, and never half a cluster.
 */
export async function ensureCluster(home: ServerHome, log: (message: string) => void): Promise<void> {
  const { dir, clusterDir, binaries, account } = home;
  const binaryMajor = binaries.version.split('.')[0];
  const clusterMajor = await readTrimmed(join(clusterDir, 'PG_VERSION'));
  if (clusterMajor !== undefined) {
    if (clusterMajor === binaryMajor) return;
    throw new Error(
      `The database in ${clusterDir} was made by Postgres ${clusterMajor}, the installed one is ${binaryMajor}. Dump it with the old version (pg_dump) and load it into a new data directory, or run it yourself and set DATABASE_URL.`,
    );
  }

  await removeDrafts(dir);
  log('Making a new database …');
  await readOrCreatePassword(home);
  const draft = join(dir, `cluster-${pid}.draft`);
  await mkdir(draft, { mode: 0o700 });
  if (account !== undefined) await chown(draft, account.uid, account.gid);
  const { code, output } = await runCommand(
    binaries.initdb,
    [
      `--pgdata=${draft}`,
      `--username=${SERVER_USER}`,
      `--pwfile=${passwordPath(dir)}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Postgres' own Unicode rules: the same order on every machine, whatever its C library.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
      '--no-instructions',
    ],
    { account, cwd: dir },
  );
  if (code !== 0) throw new Error(`The database could not be made in ${dir} (initdb):\n${output.trim()}`);
  await rename(draft, clusterDir);
}

/** Writes the server's configuration anew; what an operator sets with ALTER SYSTEM still wins over it. */
export async function writeServerConfig(
  home: ServerHome,
  place: { readonly port: number; readonly socketDir: string | undefined; readonly settings: ServerSettings },
): Promise<void> {
  const settings = {
    ...DEFAULT_SETTINGS,
    ...place.settings,
    port: String(place.port),
    // A list, so a path with a comma needs quotes of its own.
    unix_socket_directories:
      place.socketDir === undefined ? '' : `"${place.socketDir.replaceAll('"', '""')}"`,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  const text = `# Written by Likeness at every start. To change a setting: ALTER SYSTEM SET …\n${lines.join('\n')}\n`;
  await writeOwnedFile(join(home.clusterDir, 'postgresql.conf'), text, home.account);
}

/** Reads the superuser's password, making one for a cluster that is yet to be made. */
export async function readOrCreatePassword(home: ServerHome): Promise<string> {
  const path = passwordPath(home.dir);
  const known = await readTrimmed(path);
  if (known !== undefined) return known;
  if ((await readTrimmed(join(home.clusterDir, 'PG_VERSION'))) !== undefined) {
    throw new Error(
      `The database in ${home.clusterDir} is there, but its password file ${path} is not. Restore it.`,
    );
  }
  const password = randomBytes(24).toString('base64url');
  await writeOwnedFile(path, `${password}\n`, home.account);
  return password;
}

function passwordPath(dir: string): string {
  return join(dir, 'password');
}

/** Drafts have a name per process: an `initdb` that outlived its killed parent never writes into ours. */
async function removeDrafts(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    if (/^cluster-\d+\.draft$/.test(name)) {
      await rm(join(dir, name), { recursive: true, force: true, maxRetries: 10 });
    }
  }
}

async function readTrimmed(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

import { createHash } from 'node:crypto';
import { chown, lstat, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { platform, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { writeOwnedFile } from './server-account.ts';
import type { ServerHome } from './server-home.ts';

/** Away from 5432, where a Postgres of the machine's own may be. */
const DEFAULT_PORT = 54_329;

/** What fits into `sockaddr_un` on macOS (104 bytes) less the file name `/.s.PGSQL.54329.lock`. */
const MAX_SOCKET_DIR_BYTES = 80;

/**
 * Chooses the TCP port: the one asked for, else the one of the last start, else 54329; whichever is taken gives way to
 * one the system hands out.
 */
export async function choosePort(home: ServerHome, requested: number | undefined): Promise<number> {
  const wanted = requested ?? (await readPort(home)) ?? DEFAULT_PORT;
  return (await tryListen(wanted)) ?? (await tryListen(0)) ?? wanted;
}

/** Remembers the port, so that a `psql` command noted yesterday works today. */
export async function rememberPort(home: ServerHome, port: number): Promise<void> {
  await writeOwnedFile(portPath(home), `${port}\n`, home.account);
}

/**
 * Chooses the directory of the unix socket: the server's own, or a private one in the temporary directory where the
 * path would be too long for a socket. `undefined`: none is safe, TCP has to do.
 */
export async function chooseSocketDir(home: ServerHome): Promise<string | undefined> {
  if (platform() === 'win32') return undefined;
  if (Buffer.byteLength(home.dir) <= MAX_SOCKET_DIR_BYTES) return home.dir;
  const name = createHash('sha256').update(home.dir).digest('hex').slice(0, 12);
  const dir = join(tmpdir(), `likeness-${name}`);
  if (Buffer.byteLength(dir) > MAX_SOCKET_DIR_BYTES) return undefined;
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const owner = home.account?.uid ?? userInfo().uid;
  const found = await lstat(dir);
  if (home.account !== undefined && found.uid === 0) await chown(dir, home.account.uid, home.account.gid);
  // Anyone may have made that name before us, as a link or with open doors.
  const isPrivate = found.isDirectory() && (found.mode & 0o077) === 0;
  return isPrivate && (found.uid === owner || found.uid === 0) ? dir : undefined;
}

/**
 * Removes the sockets and socket locks that a crash left. No server of this cluster runs, and the directory is this
 * cluster's alone; Postgres itself would refuse to start if the process id in a lock now is another program's.
 */
export async function clearSocketDir(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    if (name.startsWith('.s.PGSQL.')) await rm(join(dir, name), { force: true });
  }
}

/** Answers the port that could be bound on 127.0.0.1 (a free one for 0), `undefined` when it is taken. */
function tryListen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.on('error', () => resolve(undefined));
    probe.listen({ port, host: '127.0.0.1' }, () => {
      const address = probe.address();
      const bound = typeof address === 'object' && address !== null ? address.port : undefined;
      probe.close(() => resolve(bound));
    });
  });
}

async function readPort(home: ServerHome): Promise<number | undefined> {
  try {
    const port = Number((await readFile(portPath(home), 'utf8')).trim());
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
  } catch {
    // No port was remembered yet.
    return undefined;
  }
}

function portPath(home: ServerHome): string {
  return join(home.dir, 'port');
}

import { chown, rename, stat, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { runCommand } from './run-command.ts';

/** The operating-system user that runs the server when we are root, which Postgres refuses to be. */
export interface ServerAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Users to look for before making one: ours, Debian's and Red Hat's, and the one macOS ships with. */
const KNOWN_NAMES = ['likeness', 'postgres', '_postgres'] as const;

/** The ways to make a system user: shadow-utils (most Linux), busybox (Alpine). */
const CREATE_COMMANDS = [
  ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'likeness'],
  ['adduser', '-S', '-D', '-H', '-s', '/bin/false', 'likeness'],
] as const;

/**
 * Chooses who runs the server: `undefined` means the current user. As root it is the owner of the cluster that is
 * already there, else a known unprivileged user, else a system user `likeness` made now.
 */
export async function chooseServerAccount(
  clusterDir: string,
  log: (message: string) => void,
): Promise<ServerAccount | undefined> {
  const { uid: ownUid } = userInfo();
  const owner = await ownerOf(clusterDir);
  if (ownUid !== 0) {
    // On Windows there are no numeric users: both are -1 or 0 there and never differ.
    if (owner !== undefined && owner.uid !== ownUid && ownUid > 0) {
      throw new Error(
        `The database in ${clusterDir} belongs to another user (id ${owner.uid}). Start as that user or as root, or choose another data directory.`,
      );
    }
    return undefined;
  }
  if (owner !== undefined && owner.uid !== 0) return { name: `#${owner.uid}`, ...owner };

  for (const name of KNOWN_NAMES) {
    const account = await lookUp(name);
    if (account !== undefined) return account;
  }
  for (const [command, ...args] of CREATE_COMMANDS) {
    await runCommand(command, args, { account: undefined, cwd: '/' });
    const account = await lookUp('likeness');
    if (account !== undefined) {
      log('Postgres does not run as root: made a system user "likeness" for it.');
      return account;
    }
  }
  throw new Error(
    'Postgres does not run as root, and no unprivileged user for it could be found or made (tried useradd and adduser). Create a user "likeness", start as an ordinary user, or set DATABASE_URL.',
  );
}

/** Writes a small file in one step (a reader sees all of it or none), owned by the server's user. */
export async function writeOwnedFile(
  path: string,
  text: string,
  account: ServerAccount | undefined,
): Promise<void> {
  const draft = `${path}.draft`;
  await writeFile(draft, text, { mode: 0o600 });
  if (account !== undefined) await chown(draft, account.uid, account.gid);
  await rename(draft, path);
}

async function ownerOf(dir: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const { uid, gid } = await stat(dir);
    return { uid, gid };
  } catch {
    // Nothing there yet: nobody owns it.
    return undefined;
  }
}

async function lookUp(name: string): Promise<ServerAccount | undefined> {
  const [user, group] = await Promise.all([
    runCommand('id', ['-u', name], { account: undefined, cwd: '/' }),
    runCommand('id', ['-g', name], { account: undefined, cwd: '/' }),
  ]);
  if (user.code !== 0 || group.code !== 0) return undefined;
  return { name, uid: Number(user.output), gid: Number(group.output) };
}

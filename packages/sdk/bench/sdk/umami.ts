import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The last version that npm has; as of it the whole application is published, the tracker's source in it. */
export const umamiVersion = '2.10.0';

/**
 * Reads the source of Umami's tracker out of its package: with some hundred dependencies it is too much to install for the one
 * file. Asks the registry each time; rejects without one.
 */
export async function readUmamiTracker(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-umami-'));
  const file = 'package/src/tracker/index.js';
  try {
    await run('npm', ['pack', '--silent', `umami@${umamiVersion}`], { cwd: folder });
    await run('tar', ['-xzf', `umami-${umamiVersion}.tgz`, file], { cwd: folder });
    return await readFile(join(folder, file), 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

import { readFile, rm, writeFile } from 'node:fs/promises';
import { pid as ownPid } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { identifyProcess, isProcessAlive } from './process-identity.ts';

/** Longer than any start or stop takes, crash recovery of a large database excepted. */
const LOCK_TIMEOUT_MS = 180_000;
const POLL_MS = 50;

/**
 * Runs `work` while no other process is inside `withProcessLock` of the same path. A lock whose holder died is taken
 * over. It guards start and stop of the server, which two of our processes may attempt at once.
 */
export async function withProcessLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const claim = await describeOwnProcess();
  const deadline = Date.now() + LOCK_TIMEOUT_MS;
  while (!(await tryCreate(path, claim))) {
    if (!(await isHeldByLivingProcess(path))) {
      await rm(path, { force: true });
      continue;
    }
    if (Date.now() > deadline) {
      throw new Error(
        `Another process has been starting or stopping the database for minutes; it holds ${path}.`,
      );
    }
    await delay(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** The text that names this process in a lock or lease file: its id, then its identity. */
export async function describeOwnProcess(): Promise<string> {
  return `${ownPid}\n${(await identifyProcess(ownPid)) ?? ''}\n`;
}

/** Is the process that wrote `describeOwnProcess()` into this file still alive (and not another with its id)? */
export async function isHeldByLivingProcess(path: string): Promise<boolean> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    // Gone in the meantime: nobody holds it.
    return false;
  }
  const [pidLine = '', identity = ''] = text.split('\n');
  const pid = Number(pidLine);
  if (!Number.isInteger(pid) || pid <= 0 || !isProcessAlive(pid)) return false;
  const current = await identifyProcess(pid);
  return current === undefined || identity === '' || current === identity;
}

async function tryCreate(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o644 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

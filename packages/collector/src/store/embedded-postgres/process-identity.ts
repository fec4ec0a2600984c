import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { kill } from 'node:process';

/** Is any process with this id alive, whoever owns it? */
export function isProcessAlive(pid: number): boolean {
  try {
    kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, but another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Start time and command line of a process, as one opaque line: equal while it is the same process, different
 * once its id was given to another one. `undefined` when it is gone, or when the system does not tell
 * (neither /proc nor `ps`); `isProcessAlive` tells these apart.
 */
export async function identifyProcess(pid: number): Promise<string | undefined> {
  return (await identifyByProc(pid)) ?? (await identifyByPs(pid));
}

async function identifyByProc(pid: number): Promise<string | undefined> {
  try {
    const [stat, commandLine] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ]);
    // The name in parentheses may hold spaces; the start time is field 22, the 20th after it (proc(5)).
    const startTime = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${startTime} ${commandLine.replaceAll('\0', ' ').trim()}`;
  } catch {
    // No /proc on this system, or no such process: `ps` decides.
    return undefined;
  }
}

function identifyByPs(pid: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('ps', ['-ww', '-o', 'lstart=', '-o', 'args=', '-p', String(pid)], (error, stdout) => {
      const line = stdout.trim();
      resolve(error === null && line !== '' ? line : undefined);
    });
  });
}

import { readdirSync, readFileSync } from 'node:fs';

/** CPU time, user and system, that a process and its descendants have used, in microseconds; 0 without /proc. */
export function cpuMicros(rootPid: number): number {
  let micros = 0;
  for (const pid of [rootPid, ...descendants(rootPid)]) micros += ownCpuMicros(pid);
  return micros;
}

/** Resident memory of one process in bytes; 0 without /proc. */
export function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readProc(`${pid}/status`))?.[1] ?? 0) * 1_024;
}

/** A clock tick is 10 ms on every Linux that Node runs on (USER_HZ is 100). */
const tickMicros = 10_000;

function ownCpuMicros(pid: number): number {
  const stat = readProc(`${pid}/stat`);
  // Behind the name in parentheses: utime and stime are fields 14 and 15 of all, and the times of reaped children 16, 17.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i] ?? 0), 0) * tickMicros;
}

function descendants(rootPid: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = readProc(`${entry}/stat`);
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const found: number[] = [];
  const open = [rootPid];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    const own = children.get(pid) ?? [];
    found.push(...own);
    open.push(...own);
  }
  return found;
}

/** A process may end while it is looked at: then it has nothing to add. */
function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return '';
  }
}

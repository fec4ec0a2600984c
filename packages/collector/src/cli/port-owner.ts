import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Which process listens on a TCP port, as `name (pid 123)`; `undefined` when it cannot be told. */
export async function portOwner(port: number): Promise<string | undefined> {
  return (await ownerByProc(port)) ?? (await ownerByLsof(port));
}

/** Linux tells it under /proc; sockets of other users' processes stay unknown to an ordinary user. */
async function ownerByProc(port: number): Promise<string | undefined> {
  const inodes = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const text = await readFile(table, 'utf8').catch(() => '');
    for (const line of text.split('\n').slice(1)) {
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
      const isListening = state === '0A' && Number.parseInt(local.split(':')[1] ?? '', 16) === port;
      if (isListening && inode !== undefined) inodes.add(`socket:[${inode}]`);
    }
  }
  if (inodes.size === 0) return undefined;
  for (const pid of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(pid)) continue;
    // A process may end, or belong to somebody else, while it is looked at: then it is not the answer.
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '');
      if (!inodes.has(target)) continue;
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return `${basename(command.split('\0')[0] ?? '') || 'a process'} (pid ${pid})`;
    }
  }
  return undefined;
}

async function ownerByLsof(port: number): Promise<string | undefined> {
  try {
    const { stdout } = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']);
    const pid = /^p(\d+)$/m.exec(stdout)?.[1];
    const name = /^c(.+)$/m.exec(stdout)?.[1];
    return pid === undefined ? undefined : `${name ?? 'a process'} (pid ${pid})`;
  } catch {
    // lsof is not installed, or found nothing: the port stays without a name.
    return undefined;
  }
}

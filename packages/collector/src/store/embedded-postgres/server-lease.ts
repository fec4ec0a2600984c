import { randomBytes } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pid } from 'node:process';
import { describeOwnProcess, isHeldByLivingProcess } from './process-lock.ts';

const LEASE_NAME = /^postgres-user-\d+-[0-9a-f]+\.lease$/;

/**
 * Notes in the data directory that this process uses the server, so that the last user stops it and no other does:
 * `likeness import` beside a running `likeness start` must not take the database away, whichever came first.
 * Answers the path of the lease.
 */
export async function takeLease(dataDir: string): Promise<string> {
  const path = join(dataDir, `postgres-user-${pid}-${randomBytes(4).toString('hex')}.lease`);
  await writeFile(path, await describeOwnProcess());
  return path;
}

/** Gives a lease back and tells whether a living process still holds another one. Leases of the dead are removed. */
export async function returnLease(dataDir: string, ownLease: string): Promise<'last' | 'others remain'> {
  await rm(ownLease, { force: true });
  let others = 0;
  for (const name of await readdir(dataDir)) {
    if (!LEASE_NAME.test(name)) continue;
    const path = join(dataDir, name);
    if (await isHeldByLivingProcess(path)) others += 1;
    else await rm(path, { force: true });
  }
  return others === 0 ? 'last' : 'others remain';
}

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pid } from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeOwnProcess, isHeldByLivingProcess, withProcessLock } from './process-lock.ts';

/** Above the largest process id any system hands out (Linux: 2^22). */
const NO_SUCH_PID = 99_999_999;

describe('withProcessLock', () => {
  let dir: string;
  let path: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'likeness-lock-'));
    path = join(dir, 'lock');
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('lets one holder in at a time', async () => {
    let inside = 0;
    let most = 0;
    const enter = () =>
      withProcessLock(path, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await readdir(dir);
        inside -= 1;
      });
    await Promise.all([enter(), enter(), enter()]);
    expect(most).toBe(1);
  });

  it('gives the lock back when the work fails', async () => {
    await expect(withProcessLock(path, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await readdir(dir)).toEqual([]);
  });

  it('takes over the lock of a process that died', async () => {
    await writeFile(path, `${NO_SUCH_PID}\nsome identity\n`);
    expect(await withProcessLock(path, () => Promise.resolve('done'))).toBe('done');
  });

  it('takes over the lock of a dead process whose id was given to another', async () => {
    await writeFile(path, `${pid}\nstart time and command line of someone else\n`);
    expect(await isHeldByLivingProcess(path)).toBe(false);
  });

  it('knows its own lock as held', async () => {
    await writeFile(path, await describeOwnProcess());
    expect(await isHeldByLivingProcess(path)).toBe(true);
  });
});

import { expect, it } from 'vitest';
import { retryConflicts } from './retry-conflicts.ts';

const deadlock = Object.assign(new Error('deadlock detected'), { code: '40P01' });

function failing(
  times: number,
  error: Error,
): { readonly run: () => Promise<number>; readonly runs: () => number } {
  let runs = 0;
  const run = async (): Promise<number> => {
    runs++;
    if (runs <= times) throw error;
    return await Promise.resolve(runs);
  };
  return { run, runs: () => runs };
}

it('runs a victim of a deadlock again, five times at most', async () => {
  await expect(retryConflicts(failing(4, deadlock).run)).resolves.toBe(5);
  const hopeless = failing(9, deadlock);
  await expect(retryConflicts(hopeless.run)).rejects.toBe(deadlock);
  expect(hopeless.runs()).toBe(5);
});

it('runs nothing again that failed for another reason, unless it is told to', async () => {
  const gone = new Error('gone');
  const once = failing(1, gone);
  await expect(retryConflicts(once.run)).rejects.toBe(gone);
  expect(once.runs()).toBe(1);
  await expect(retryConflicts(failing(1, gone).run, (error) => error === gone)).resolves.toBe(2);
});

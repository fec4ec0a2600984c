import { expect, it } from 'vitest';
import { createRecentIds } from './recent-ids.ts';

it('remembers at least the last ids up to its limit, and at most twice as many', () => {
  const recent = createRecentIds(3);
  for (let n = 1; n <= 10; n++) recent.add(`id-${n}`);
  expect([8, 9, 10].map((n) => recent.has(`id-${n}`))).toEqual([true, true, true]);
  expect([1, 2, 3, 4].map((n) => recent.has(`id-${n}`))).toEqual([false, false, false, false]);
});

import { expect, it } from 'vitest';
import { mostAttempts, retryAt } from './retry-at.ts';

it('waits twice as long each time, between a half and the whole, and gives up in the end', () => {
  const most = (attempts: number) => retryAt(attempts, 0, () => 1 - Number.EPSILON) ?? Number.NaN;
  const least = (attempts: number) => retryAt(attempts, 0, () => 0) ?? Number.NaN;
  expect(Math.round(most(1))).toBe(2_000);
  expect(least(1)).toBe(1_000);
  for (let attempts = 2; attempts < mostAttempts; attempts++) {
    expect(most(attempts)).toBeGreaterThanOrEqual(most(attempts - 1));
    expect(least(attempts) * 2).toBeCloseTo(most(attempts), 0);
  }
  expect(retryAt(mostAttempts, 0, () => 0)).toBeUndefined();
});

it('tries for about two days', () => {
  let now = 0;
  for (let attempts = 1; attempts < mostAttempts; attempts++) now = retryAt(attempts, now, () => 0.5) ?? now;
  expect(now / 86_400_000).toBeGreaterThan(1.5);
  expect(now / 86_400_000).toBeLessThan(2.5);
});

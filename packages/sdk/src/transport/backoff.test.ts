import { expect, it } from 'vitest';
import { backoff } from './backoff.ts';

it('is spread evenly up to a bound that doubles from one second to one minute', () => {
  const bounds = [1, 2, 3, 4, 5, 6, 7, 20].map((failures) => backoff(failures, () => 1));
  expect(bounds).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  expect(backoff(3, () => 0)).toBe(0);
  expect(backoff(3, () => 0.5)).toBe(2_000);
});

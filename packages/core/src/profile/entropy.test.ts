import { expect, it } from 'vitest';
import { normalisedEntropy } from './entropy.ts';

it('is 1 for even weights and 0 for a single one', () => {
  expect(normalisedEntropy([2, 2, 2, 2])).toBeCloseTo(1, 12);
  expect(normalisedEntropy([3])).toBe(0);
  expect(normalisedEntropy([3, 0])).toBe(0);
});

it('is the entropy over its largest value', () => {
  // Shares 3/4 and 1/4: 0.8113 bits of 1.
  expect(normalisedEntropy([3, 1])).toBeCloseTo(0.8113, 4);
});

it('is unknown without a positive weight', () => {
  expect(normalisedEntropy([])).toBeUndefined();
  expect(normalisedEntropy([0, -1])).toBeUndefined();
});

import { describe, expect, it } from 'vitest';
import { addToReservoir, createReservoir, quantileOf, RESERVOIR_SIZE, sortedSample } from './reservoir.ts';

describe('reservoir', () => {
  it('keeps everything until it is full', () => {
    const state = createReservoir();
    for (const x of [3, 1, 2]) addToReservoir(state, x);
    expect(sortedSample(state)).toEqual([1, 2, 3]);
  });

  it('then keeps a uniform sample of bounded size', () => {
    const state = createReservoir(5);
    for (let i = 0; i < 40_000; i++) addToReservoir(state, i);
    const sorted = sortedSample(state);
    expect(sorted).toHaveLength(RESERVOIR_SIZE);
    for (const q of [0.1, 0.5, 0.9])
      expect(Math.abs((quantileOf(sorted, q) ?? 0) / 40_000 - q)).toBeLessThan(0.06);
  });
});

describe('quantileOf', () => {
  it('is linear between neighbours, as type 7 of R', () => {
    expect(quantileOf([1, 2, 3, 4], 0.5)).toBe(2.5);
    expect(quantileOf([1, 2, 3, 4], 0.1)).toBeCloseTo(1.3);
  });

  it('knows nothing of an empty sample', () => {
    expect(quantileOf([], 0.5)).toBeUndefined();
  });
});

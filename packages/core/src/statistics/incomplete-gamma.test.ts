import { describe, expect, it } from 'vitest';
import { upperIncompleteGamma } from './incomplete-gamma.ts';

describe('upperIncompleteGamma', () => {
  // Right-hand sides: scipy.special.gammaincc.
  it.each([
    [0.5, 0.3, 0.4385780260809997],
    [3, 2, 0.6766764161830634],
    [3, 20, 4.5551495055892125e-7],
    [50, 40, 0.9296649333406051],
  ])('agrees with scipy at a=%f x=%f', (a, x, expected) => {
    expect(upperIncompleteGamma(a, x) / expected).toBeCloseTo(1, 11);
  });

  it('is 1 at 0 and below', () => {
    expect([upperIncompleteGamma(2, 0), upperIncompleteGamma(2, -1)]).toEqual([1, 1]);
  });
});

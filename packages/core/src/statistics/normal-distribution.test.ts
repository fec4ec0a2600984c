import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalDensity, normalQuantile, normalTwoSided } from './normal-distribution.ts';

describe('the normal distribution', () => {
  // Right-hand sides: scipy.stats.norm.
  it.each([
    [-8, 6.22096057427174e-16],
    [-1.96, 0.024997895148220435],
    [0, 0.5],
    [0.5, 0.6914624612740131],
    [3, 0.9986501019683699],
  ])('has the distribution function of scipy at %f', (z, expected) => {
    expect(normalCdf(z) / expected).toBeCloseTo(1, 10);
  });

  it.each([
    [1e-10, -6.361340902404056],
    [0.01, -2.3263478740408408],
    [0.3, -0.5244005127080409],
    [0.999, 3.090232306167813],
  ])('has the quantile of scipy at %f', (p, expected) => {
    expect(normalQuantile(p)).toBeCloseTo(expected, 10);
  });

  it('inverts itself', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (p) => {
        expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 12);
      }),
    );
  });

  it('answers 0 and 1 however far out', () => {
    for (const z of [40, 1e9, 1e200, Number.MAX_VALUE, Infinity]) {
      expect([normalCdf(-z), normalCdf(z), normalTwoSided(z)]).toEqual([0, 1, 0]);
    }
  });

  it('has its quantiles at infinity for certainty, and its two tails sum', () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
    expect(normalTwoSided(1.5)).toBeCloseTo(2 * normalCdf(-1.5), 14);
    expect(normalDensity(0)).toBeCloseTo(0.3989422804014327, 14);
  });
});

import { describe, expect, it } from 'vitest';
import { logBeta, logGamma } from './log-gamma.ts';

describe('logGamma', () => {
  // Right-hand sides: scipy.special.gammaln and betaln.
  it.each([
    [0.1, 2.252712651734206],
    [1.5, -0.12078223763524526],
    [10, 12.801827480081469],
    [1000, 5905.220423209181],
  ])('agrees with scipy at %f', (x, expected) => {
    expect(logGamma(x)).toBeCloseTo(expected, 10);
  });

  it('is the logarithm of the factorial', () => {
    expect(Math.exp(logGamma(6))).toBeCloseTo(120, 9);
  });

  it('gives the beta function', () => {
    expect(logBeta(2.5, 300)).toBeCloseTo(-13.981009470524214, 10);
  });
});

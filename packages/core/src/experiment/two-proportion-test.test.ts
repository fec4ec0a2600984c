import { describe, expect, it } from 'vitest';
import { twoProportionTest } from './two-proportion-test.ts';

describe('twoProportionTest', () => {
  // Right-hand sides: SciPy, as the data page records them.
  it.each([
    [200, 1000, 250, 1000, 2.677398, 0.00741965, 0.013464, 0.086536],
    [120, 2400, 150, 2380, 1.950395, 0.05112903, -0.000065, 0.026115],
    [5, 40, 11, 38, 1.798083, 0.07216389, -0.012434, 0.341381],
  ])('agrees with SciPy on %i/%i against %i/%i', (a, n, b, m, z, p, lower, upper) => {
    const result = twoProportionTest({ successes: a, trials: n }, { successes: b, trials: m });
    expect(result.z).toBeCloseTo(z, 6);
    expect(result.pValue).toBeCloseTo(p, 7);
    expect(result.interval.lower).toBeCloseTo(lower, 6);
    expect(result.interval.upper).toBeCloseTo(upper, 6);
  });

  it('finds nothing where nothing happened', () => {
    const none = { successes: 0, trials: 10 };
    expect(twoProportionTest(none, none)).toEqual({
      difference: 0,
      z: 0,
      pValue: 1,
      interval: { lower: 0, upper: 0 },
    });
    expect(twoProportionTest({ successes: 0, trials: 0 }, { successes: 3, trials: 5 }).pValue).toBe(1);
  });
});

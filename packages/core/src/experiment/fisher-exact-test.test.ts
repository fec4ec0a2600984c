import { describe, expect, it } from 'vitest';
import { fisherExactTest } from './fisher-exact-test.ts';

describe('fisherExactTest', () => {
  // Right-hand sides: SciPy, as the data page records them.
  it.each([
    [200, 1000, 250, 1000, 0.00864924],
    [120, 2400, 150, 2380, 0.05227607],
    [5, 40, 11, 38, 0.09493335],
    [3, 4, 1, 4, 0.48571428571428565],
    [0, 10, 0, 10, 1],
  ])('agrees with SciPy on %i/%i against %i/%i', (a, n, b, m, expected) => {
    expect(fisherExactTest({ successes: a, trials: n }, { successes: b, trials: m })).toBeCloseTo(
      expected,
      8,
    );
  });
});

import { describe, expect, it } from 'vitest';
import { differenceVariance, rateOf } from './proportion.ts';

describe('proportions', () => {
  it('have a rate, 0 without trials', () => {
    expect([rateOf({ successes: 1, trials: 4 }), rateOf({ successes: 0, trials: 0 })]).toEqual([0.25, 0]);
  });

  it('add the variances of both arms', () => {
    const arm = { successes: 50, trials: 100 };
    expect(differenceVariance(arm, arm)).toBeCloseTo(0.005, 12);
    expect(differenceVariance(arm, { successes: 0, trials: 0 })).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { momentsOf } from '../statistics/moments.ts';
import { sampleNormal } from '../statistics/sample.ts';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { alwaysValidMeans, alwaysValidProportions, keepSmallest } from './always-valid-test.ts';

const OPTIONS = { tauSquared: 1e-4 };

describe('alwaysValidProportions', () => {
  // Right-hand sides: the data page.
  it.each([
    [200, 1000, 250, 1000, 1.968694],
    [120, 2400, 150, 2380, 2.069065],
    [5, 40, 11, 38, 1.01413],
  ])('agrees with the data page on %i/%i against %i/%i', (a, n, b, m, lambda) => {
    const control = { successes: a, trials: n };
    const treatment = { successes: b, trials: m };
    expect(alwaysValidProportions(control, treatment, OPTIONS).lambda).toBeCloseTo(lambda, 6);
    expect(alwaysValidProportions(control, treatment).lambda).toBeCloseTo(lambda, 6);
  });

  it('excludes no difference exactly when the p-value reaches 1 - confidence', () => {
    for (let b = 210; b < 300; b += 3) {
      const { pValue, interval } = alwaysValidProportions(
        { successes: 200, trials: 1000 },
        { successes: b, trials: 1000 },
        { tauSquared: 1e-3 },
      );
      expect((interval?.lower ?? 0) > 0).toBe(pValue < 0.05);
    }
  });

  it('says nothing while either arm has fewer than ten of either outcome', () => {
    const result = alwaysValidProportions(
      { successes: 0, trials: 400 },
      { successes: 9, trials: 10 },
      OPTIONS,
    );
    expect([result.pValue, result.interval]).toEqual([1, undefined]);
    expect(
      alwaysValidProportions({ successes: 0, trials: 0 }, { successes: 0, trials: 0 }, OPTIONS).lambda,
    ).toBe(1);
  });
});

describe('alwaysValidMeans', () => {
  it('finds a clear difference and covers it', () => {
    const random = createSeededRandom(5);
    const a = momentsOf(Array.from({ length: 500 }, () => sampleNormal(random)));
    const b = momentsOf(Array.from({ length: 500 }, () => sampleNormal(random) + 1));
    const { pValue, interval } = alwaysValidMeans(a, b, { tauSquared: 0.1 });
    expect(pValue).toBeLessThan(1e-6);
    expect(interval?.lower).toBeLessThan(1);
    expect(interval?.upper).toBeGreaterThan(1);
  });

  it('says nothing before thirty values', () => {
    expect(
      alwaysValidMeans(momentsOf([1, 2]), momentsOf([8, 9]), { tauSquared: 1 }).interval,
    ).toBeUndefined();
  });
});

describe('keepSmallest', () => {
  it('keeps the smallest p-value and the common part of the intervals', () => {
    const first = { pValue: 0.2, interval: { lower: -1, upper: 2 } };
    const second = { pValue: 0.4, interval: { lower: 0, upper: 3 } };
    expect(keepSmallest(first, second)).toEqual({ pValue: 0.2, interval: { lower: 0, upper: 2 } });
    expect(keepSmallest({ pValue: 1, interval: undefined }, second)).toEqual({ ...second });
    expect(keepSmallest(second, { pValue: 1, interval: undefined })).toEqual({ ...second });
  });
});

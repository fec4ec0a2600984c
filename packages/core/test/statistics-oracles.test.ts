import fc from 'fast-check';
import { jStat } from 'jstat';
import { sampleCorrelation, sampleVariance as varianceOf, wilcoxonRankSum } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { adjustByCuped, EMPTY_PAIRED_MOMENTS, foldPairedMoments } from '../src/experiment/cuped.ts';
import { mannWhitneyTest } from '../src/experiment/mann-whitney-test.ts';
import { incompleteBeta } from '../src/statistics/incomplete-beta.ts';
import { upperIncompleteGamma } from '../src/statistics/incomplete-gamma.ts';
import { logGamma } from '../src/statistics/log-gamma.ts';
import { momentsOf, sampleVariance } from '../src/statistics/moments.ts';
import { normalCdf, normalQuantile } from '../src/statistics/normal-distribution.ts';
import { studentCritical, studentTwoSided } from '../src/statistics/student-t.ts';

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const sample = fc.array(between(-100, 100), { minLength: 3, maxLength: 30 });

describe('statistics against jstat', () => {
  it('has the same normal distribution', () => {
    fc.assert(
      fc.property(between(-6, 6), (z) => {
        expect(normalCdf(z)).toBeCloseTo(jStat.normal.cdf(z, 0, 1), 9);
      }),
    );
    fc.assert(
      fc.property(between(0.001, 0.999), (p) => {
        expect(normalQuantile(p)).toBeCloseTo(jStat.normal.inv(p, 0, 1), 7);
      }),
    );
  });

  it("has the same Student's t distribution", () => {
    fc.assert(
      fc.property(between(0, 8), between(1, 80), (t, degrees) => {
        expect(studentTwoSided(t, degrees)).toBeCloseTo(2 * (1 - jStat.studentt.cdf(t, degrees)), 7);
      }),
    );
    expect(studentCritical(0.05, 12)).toBeCloseTo(jStat.studentt.inv(0.975, 12), 6);
  });

  it('has the same beta and chi-square distributions and log-gamma function', () => {
    fc.assert(
      fc.property(between(0.01, 0.99), between(0.5, 200), between(0.5, 200), (x, a, b) => {
        expect(incompleteBeta(x, a, b)).toBeCloseTo(jStat.beta.cdf(x, a, b), 7);
      }),
    );
    fc.assert(
      fc.property(between(0.01, 60), fc.integer({ min: 1, max: 40 }), (x, degrees) => {
        expect(upperIncompleteGamma(degrees / 2, x / 2)).toBeCloseTo(1 - jStat.chisquare.cdf(x, degrees), 7);
        expect(logGamma(x)).toBeCloseTo(jStat.gammaln(x), 7);
      }),
    );
  });
});

describe('statistics against simple-statistics', () => {
  it('has the same variance', () => {
    fc.assert(
      fc.property(sample, (values) => {
        expect(sampleVariance(momentsOf(values))).toBeCloseTo(varianceOf(values), 6);
      }),
    );
  });

  it('has the same rank sum', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const fromU = mannWhitneyTest(b, a).u + (a.length * (a.length + 1)) / 2;
        expect(fromU).toBeCloseTo(wilcoxonRankSum(a, b), 9);
      }),
    );
  });

  it('takes out the squared correlation of past and present', () => {
    const pairs = fc.array(fc.tuple(between(-50, 50), between(-50, 50)), { minLength: 5, maxLength: 30 });
    fc.assert(
      fc.property(pairs, (units) => {
        const xs = units.map(([x]) => x);
        const ys = units.map(([, y]) => y);
        fc.pre(varianceOf(xs) > 1e-3 && varianceOf(ys) > 1e-3);
        const arm = units.reduce(
          (moments, [covariate, outcome]) => foldPairedMoments(moments, { covariate, outcome }),
          EMPTY_PAIRED_MOMENTS,
        );
        expect(adjustByCuped(arm, arm).varianceReduction).toBeCloseTo(sampleCorrelation(xs, ys) ** 2, 7);
      }),
    );
  });
});

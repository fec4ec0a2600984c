import { describe, expect, it } from 'vitest';
import { mcNemar, pairedTTest, wilcoxonSignedRank } from './compare-models.ts';

describe('mcNemar', () => {
  it('gives the exact binomial p value', () => {
    // scipy.stats.binomtest(2, 12).pvalue
    const first = [...new Array<boolean>(10).fill(true), false, false, true];
    const second = [...new Array<boolean>(10).fill(false), true, true, true];
    expect(mcNemar(first, second)).toEqual({ statistic: 8, pValue: expect.closeTo(0.03857421875, 10) });
  });

  it('finds no difference where both err alike', () => {
    expect(mcNemar([true, false], [true, false]).pValue).toBe(1);
  });

  it('does not underflow with thousands of disagreements', () => {
    const first = Array.from({ length: 4000 }, (_, i) => i % 2 === 0);
    const { pValue } = mcNemar(
      first,
      first.map((right) => !right),
    );
    expect(pValue).toBeCloseTo(1, 6);
  });
});

// Student's sleep data (1908): extra hours of sleep under two drugs, ten patients.
const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

describe('pairedTTest', () => {
  it('says nothing of one example or none', () => {
    expect([pairedTTest([], []), pairedTTest([1], [2])]).toEqual([
      { statistic: 0, pValue: 1 },
      { statistic: 0, pValue: 1 },
    ]);
  });

  it("gives the figures of R for Student's sleep data", () => {
    const { statistic, pValue } = pairedTTest(first, second);
    expect(statistic).toBeCloseTo(-4.0621, 4);
    expect(pValue).toBeCloseTo(0.002833, 6);
  });

  it('is sure of a difference that never varies', () => {
    expect(pairedTTest([1, 2], [0, 1]).pValue).toBe(0);
    expect(pairedTTest([1, 2], [1, 2]).pValue).toBe(1);
  });
});

describe('wilcoxonSignedRank', () => {
  it("gives R's normal approximation without continuity correction for the sleep data", () => {
    const { statistic, pValue } = wilcoxonSignedRank(first, second);
    // All nine differences are negative: z = (0 − 22.5)/√(71.25 − ties/48).
    expect(statistic).toBeCloseTo(-2.6679, 3);
    expect(pValue).toBeCloseTo(0.00763, 4);
  });

  it('says nothing about equal losses', () => {
    expect(wilcoxonSignedRank([1, 2], [1, 2])).toEqual({ statistic: 0, pValue: 1 });
  });
});

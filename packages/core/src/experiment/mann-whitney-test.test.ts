import { describe, expect, it } from 'vitest';
import { mannWhitneyTest } from './mann-whitney-test.ts';

describe('mannWhitneyTest', () => {
  it('agrees with SciPy on a small sample without ties, counted exactly', () => {
    const a = [12.1, 9.8, 11.4, 10.2, 13.0, 8.7, 10.9];
    const b = [12.9, 14.1, 11.8, 13.5, 12.2, 15.0, 13.1, 12.4];
    const result = mannWhitneyTest(a, b);
    expect(result.u).toBe(51);
    expect(result.winRate).toBeCloseTo(51 / 56, 12);
    expect(result.pValue).toBeCloseTo(0.005905205905205905, 12);
  });

  it('agrees with a count by hand: one of twenty orders on each side', () => {
    expect(mannWhitneyTest([1, 2, 3], [4, 5, 6])).toEqual({ u: 9, winRate: 1, pValue: 0.1 });
    expect(mannWhitneyTest([4, 5, 6], [1, 2, 3]).pValue).toBeCloseTo(0.1, 12);
  });

  it('agrees with SciPy on ties', () => {
    const result = mannWhitneyTest([1, 2, 2, 3, 5, 5], [2, 4, 5, 5, 7, 9, 9]);
    expect(result.u).toBe(42 - 8);
    expect(result.pValue).toBeCloseTo(0.06819962823319524, 10);
  });

  it('agrees with SciPy on larger samples', () => {
    const a = Array.from({ length: 20 }, (_, i) => i);
    const b = Array.from({ length: 20 }, (_, i) => i * 1.1 + 2.05);
    expect(mannWhitneyTest(a, b).pValue).toBeCloseTo(0.14784658271436188, 10);
  });

  it('says nothing of empty samples or of equal values', () => {
    expect(mannWhitneyTest([], [1]).pValue).toBe(1);
    expect(mannWhitneyTest([1, 1, 1], [1, 1])).toEqual({ u: 3, winRate: 0.5, pValue: 1 });
  });
});

import { describe, expect, it } from 'vitest';
import { pairedDifference } from './paired-difference.ts';

describe('a paired difference', () => {
  it('has the standard error of a mean where groups are single cases', () => {
    const values = [0.1, -0.2, 0.3, 0.5, 0.05, 0.2];
    const { mean, interval } = pairedDifference(values, [1, 1, 1, 1, 1, 1]);
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    expect(mean).toBeCloseTo(0.95 / 6, 12);
    expect(interval[1] - mean).toBeCloseTo(1.959964 * Math.sqrt(variance / values.length), 6);
  });

  it('is as sure as the normal distribution at its mean over its error', () => {
    const { mean, interval, confidence } = pairedDifference([1, -1, 2, 0, 1], [2, 2, 2, 2, 2]);
    const error = (interval[1] - mean) / 1.959964;
    expect(mean / error).toBeCloseTo(1.1767, 3);
    expect(confidence).toBeCloseTo(0.8803, 3);
  });

  it('says nothing of one group, and half of none at all', () => {
    expect(pairedDifference([3, 0], [4, 0])).toMatchObject({ mean: 0.75, confidence: 0.5 });
    expect(pairedDifference([], [])).toMatchObject({ mean: 0, confidence: 0.5 });
    expect(pairedDifference([0, 0], [1, 1]).confidence).toBe(0.5);
  });
});

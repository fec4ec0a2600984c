import { describe, expect, it } from 'vitest';
import { populationStability, readStability } from './population-stability.ts';

describe('populationStability', () => {
  it('is 0 for equal shares, whatever the counts', () => {
    expect(populationStability([50, 50], [50, 50])).toBe(0);
    expect(populationStability([5000, 5000], [20, 20])).toBeCloseTo(0, 10);
  });

  it('is worked out by hand', () => {
    const [p, q] = [
      [90.5 / 101, 10.5 / 101],
      [0.5, 0.5],
    ] as const;
    const byHand = (q[0] - p[0]) * Math.log(q[0] / p[0]) + (q[1] - p[1]) * Math.log(q[1] / p[1]);
    expect(populationStability([90, 10], [50, 50])).toBeCloseTo(byHand, 12);
  });

  it('stays finite with empty bins', () => {
    expect(populationStability([10, 0], [0, 10])).toBeLessThan(10);
  });
});

describe('readStability', () => {
  it('reads the index as is usual', () => {
    expect([0.05, 0.2, 0.3].map(readStability)).toEqual(['stable', 'shifting', 'shifted']);
  });
});

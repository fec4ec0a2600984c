import { describe, expect, it } from 'vitest';
import { silhouette } from './silhouette.ts';

describe('silhouette', () => {
  it('is near 1 for clusters far apart', () => {
    expect(silhouette([[0], [1], [100], [101]], [0, 0, 1, 1])).toBeCloseTo(0.99, 2);
  });

  it('is worked out by hand for four points', () => {
    // Points 0 and 1: a = 1, b = 4.5 and 3.5; points 4 and 5 the same by symmetry.
    const expected = (3.5 / 4.5 + 2.5 / 3.5) / 2;
    expect(silhouette([[0], [1], [4], [5]], [0, 0, 1, 1])).toBeCloseTo(expected, 12);
  });

  it('is 0 with a single cluster, and for a cluster of one', () => {
    expect(silhouette([[0], [1]], [0, 0])).toBe(0);
    expect(silhouette([[0], [1]], [0, 1])).toBe(0);
  });
});

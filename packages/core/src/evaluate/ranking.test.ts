import { describe, expect, it } from 'vitest';
import { coverage, hitRate, meanReciprocalRank, ndcg, ndcgOfRanks, rankOf, recallAt } from './ranking.ts';

describe('rankOf', () => {
  it('counts what scores strictly higher, and half of the ties', () => {
    expect(rankOf([3, 2, 1], 1)).toBe(1);
    expect(rankOf([1, 1, 1, 1], 2)).toBe(2);
    expect(rankOf([5, 1, 1, 0], 1)).toBe(2);
  });
});

describe('figures of ranks', () => {
  it('count a rank below k as a hit', () => {
    expect(hitRate([0, 9, 10], 10)).toBeCloseTo(2 / 3);
    expect(ndcgOfRanks([0, 2, 10], 10)).toBeCloseTo((1 + 0.5) / 3);
    expect(meanReciprocalRank([0, 1, 3])).toBeCloseTo((1 + 0.5 + 0.25) / 3);
  });
});

describe('figures of lists', () => {
  it('give the NDCG of scikit-learn for its own example', () => {
    // ndcg_score([[10, 0, 0, 1, 5]], [[.1, .2, .3, 4, 70]]): gains in ranked order.
    expect(ndcg([5, 1, 0, 0, 10], 5)).toBeCloseTo(0.6956940443813076, 10);
  });

  it('recall out of all relevant items, or of at most k', () => {
    const relevant = new Set(['a', 'b', 'c']);
    expect(recallAt(['a', 'x'], relevant, 2)).toBeCloseTo(1 / 3);
    expect(recallAt(['a', 'x'], relevant, 2, 'capped')).toBeCloseTo(1 / 2);
    expect(recallAt(['a'], new Set(), 2)).toBe(0);
  });

  it('cover the share of the catalogue that anyone was shown', () => {
    expect(coverage([['a', 'b'], ['b']], 4)).toBe(0.5);
  });
});

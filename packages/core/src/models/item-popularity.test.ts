import { describe, expect, it } from 'vitest';
import { clearPopularity, createItemPopularity, popularityShare, touchItem } from './item-popularity.ts';

describe('item popularity', () => {
  it('halves a touch after a half-life of touches', () => {
    const popularity = createItemPopularity();
    touchItem(popularity, 0, 1);
    touchItem(popularity, 1, 1);
    expect(popularityShare(popularity, 0)).toBeCloseTo(1 / 3, 12);
    expect(popularityShare(popularity, 1)).toBeCloseTo(2 / 3, 12);
  });

  it('shares add up to 1 for ever', () => {
    const popularity = createItemPopularity();
    for (let i = 0; i < 500; i += 1) touchItem(popularity, i % 3, 4);
    const sum = [0, 1, 2].reduce((total, slot) => total + popularityShare(popularity, slot), 0);
    expect(sum).toBeCloseTo(1, 9);
    expect(popularity.unit).toBeLessThan(2 ** 61);
  });

  it('forgets an item', () => {
    const popularity = createItemPopularity();
    touchItem(popularity, 0, 100);
    touchItem(popularity, 1, 100);
    clearPopularity(popularity, 0);
    expect([popularityShare(popularity, 0), popularityShare(popularity, 1)]).toEqual([0, 1]);
  });

  it('knows no shares before the first touch', () => {
    expect(popularityShare(createItemPopularity(), 0)).toBe(0);
  });
});

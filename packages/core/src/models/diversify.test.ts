import { describe, expect, it } from 'vitest';
import { diversify, selectBest } from './diversify.ts';
import { createItemTags, describeItem } from './tag-affinity.ts';

const candidate = (slot: number, score: number, share = 0.1) => ({
  slot,
  score,
  share,
  reason: 'popular' as const,
  because: slot,
});

describe('selectBest', () => {
  it('orders by score, then by slot, and keeps no more than wanted', () => {
    const best = selectBest([candidate(3, 1), candidate(2, 5), candidate(1, 5), candidate(0, 4)], 3);
    expect(best.map(({ slot }) => slot)).toEqual([1, 2, 0]);
  });
});

describe('diversify', () => {
  it('takes the runner-up of another kind before one of the same', () => {
    const tags = createItemTags();
    for (const [slot, tag] of ['a', 'a', 'b'].entries()) describeItem(tags, slot, [tag], 10);
    const candidates = [candidate(0, 10), candidate(1, 9), candidate(2, 8)];
    const slots = (diversity: number) =>
      diversify(candidates, tags, { limit: 2, diversity }).map(({ slot }) => slot);
    expect(slots(0)).toEqual([0, 1]);
    expect(slots(0.5)).toEqual([0, 2]);
  });

  it('divides by popularity when novelty is wanted', () => {
    const candidates = [candidate(0, 10, 0.5), candidate(1, 4, 0.1)];
    const best = diversify(candidates, createItemTags(), { limit: 1, novelty: 1 });
    expect(best[0]?.score).toBeCloseTo(40, 12);
  });
});

import { describe, expect, it } from 'vitest';
import { createItemTags, describeItem, sharedTags, tagFit, tasteOf } from './tag-affinity.ts';

function threeItems() {
  const tags = createItemTags();
  describeItem(tags, 0, ['comedy'], 10);
  describeItem(tags, 1, ['horror'], 10);
  describeItem(tags, 2, ['comedy', 'horror'], 10);
  return tags;
}

describe('tag affinity', () => {
  it('fits items that share tags with the latest ones', () => {
    const tags = threeItems();
    const taste = tasteOf(tags, [0, 0, -1]);
    expect(tagFit(tags, 0, taste)).toBeGreaterThan(tagFit(tags, 2, taste));
    expect(tagFit(tags, 1, taste)).toBe(0);
  });

  it('lets the latest item weigh most, worked by hand', () => {
    const tags = threeItems();
    // Horror one step back weighs .9, comedy 1, over a total of 1.9.
    expect([...tasteOf(tags, [1, 0])]).toEqual([1 / 1.9, 0.9 / 1.9]);
  });

  it('measures what two items share', () => {
    const tags = threeItems();
    expect([sharedTags(tags, 0, 2), sharedTags(tags, 0, 1), sharedTags(tags, 0, 0)]).toEqual([0.5, 0, 1]);
  });

  it('has no opinion about items without tags', () => {
    expect(tagFit(createItemTags(), 5, new Float64Array(0))).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import type { Tag } from './profile-message.ts';
import { strongestTags, tagFamilies } from './tag-tree.ts';

function tag(family: string, value: string, weight: number): Tag {
  return { family, value, count: 1, weight, fast: weight, slow: weight, share: 0.5 };
}

describe('tagFamilies', () => {
  it('shows a taxonomy as a tree whose parents sum what lies below, touched or not', () => {
    const [family] = tagFamilies([
      tag('category', 'house/kitchen/mugs', 3),
      tag('category', 'house/kitchen', 1),
      tag('category', 'garden/tools/watering', 2),
    ]);
    expect(family?.rows.map(({ label, depth, total }) => [label, depth, total])).toEqual([
      ['House', 0, 4],
      ['Kitchen', 1, 4],
      ['Mugs', 2, 3],
      ['Garden', 0, 2],
      ['Tools', 1, 2],
      ['Watering', 2, 2],
    ]);
    expect(family?.rows.map(({ length }) => length)).toEqual([1, 1, 0.75, 0.5, 0.5, 0.5]);
  });

  it('lists the strongest first, names in capitals, and nothing of no weight', () => {
    const [family] = tagFamilies([
      tag('brand', 'orrin & vale', 1),
      tag('brand', 'tidewrack', 2),
      tag('brand', 'x', 0),
    ]);
    expect(family?.rows.map(({ label }) => label)).toEqual(['Tidewrack', 'Orrin & Vale']);
  });

  it('puts families that it does not know after those that it does', () => {
    expect(tagFamilies([tag('zodiac', 'leo', 9), tag('search', 'tea', 1)]).map(({ label }) => label)).toEqual(
      ['Searches', 'Zodiac'],
    );
  });
});

describe('strongestTags', () => {
  it('lets the deepest level speak for its branch and no family have more than two', () => {
    const strongest = strongestTags(
      [
        tag('category', 'house', 9),
        tag('category', 'house/mugs', 8),
        tag('brand', 'a', 7),
        tag('brand', 'b', 6),
        tag('brand', 'c', 5),
        tag('search', 'tea', 1),
      ],
      6,
    );
    expect(strongest.map(({ value }) => value)).toEqual(['house/mugs', 'a', 'b', 'tea']);
  });
});

import { describe, expect, it } from 'vitest';
import { familyColor, familyRank, isInterest } from './tag-family.ts';

describe('families of tags', () => {
  it('are listed in a fixed order, unknown ones last', () => {
    const listed = ['zodiac', 'price', 'search', 'category'].toSorted(
      (a, b) => familyRank(a) - familyRank(b),
    );
    expect(listed).toEqual(['category', 'search', 'price', 'zodiac']);
  });

  it('have colours of our own, whatever they are called', () => {
    expect([familyColor('brand'), familyColor('x); background: url(//evil')]).toEqual(['brand', 'other']);
  });

  it('are interests unless they say when, how or for how much', () => {
    expect(['category', 'zodiac', 'hour', 'price'].map(isInterest)).toEqual([true, true, false, false]);
  });
});

import { describe, expect, it } from 'vitest';
import { EMPTY_KEYWORD_BACKGROUND, foldPageWords, rarityOf } from './keyword-background.ts';

describe('keyword background', () => {
  it('counts a word once a page', () => {
    const background = foldPageWords(EMPTY_KEYWORD_BACKGROUND, ['lamp', 'lamp', 'oak']);
    expect(background).toEqual({ pages: 1, counts: { lamp: 1, oak: 1 } });
  });

  it('calls a word on every page common and an unseen one rare', () => {
    let background = EMPTY_KEYWORD_BACKGROUND;
    for (let i = 0; i < 9; i++) background = foldPageWords(background, ['acme']);
    expect(rarityOf(background, 'acme')).toBe(1);
    expect(rarityOf(background, 'telescope')).toBeCloseTo(Math.log(10) + 1, 12);
    expect(rarityOf(background, 'constructor')).toBe(rarityOf(background, 'telescope'));
  });

  it('never keeps more words than its capacity, and forgets the rare ones first', () => {
    let background = EMPTY_KEYWORD_BACKGROUND;
    for (let i = 0; i < 300; i++) {
      background = foldPageWords(background, ['acme', `word${i}`], 20);
      expect(Object.keys(background.counts).length).toBeLessThanOrEqual(20);
    }
    expect(rarityOf(background, 'acme')).toBeCloseTo(1, 6);
  });

  it('keeps nothing when one page alone is too much', () => {
    expect(foldPageWords(EMPTY_KEYWORD_BACKGROUND, ['a', 'b', 'c'], 2).counts).toEqual({});
  });
});

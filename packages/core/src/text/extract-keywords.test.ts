import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractKeywords } from './extract-keywords.ts';
import { EMPTY_KEYWORD_BACKGROUND, foldPageWords, type KeywordBackground } from './keyword-background.ts';

const phrases = (text: string): string[] => extractKeywords([{ text }]).map(({ phrase }) => phrase);

describe('extractKeywords', () => {
  it('runs the example of its documentation', () => {
    expect(phrases('red running shoes for women')).toEqual(['red running shoes', 'women']);
  });

  it('scores by hand: a phrase by its length, its parts by what they have left', () => {
    // "shoes" occurs 3 times, once inside each of "trail shoes" (twice) and alone once.
    const keywords = extractKeywords([{ text: 'trail shoes. trail shoes. shoes' }]);
    expect(keywords).toEqual([
      { phrase: 'trail shoes', score: Math.log2(3) * 2, count: 2 },
      { phrase: 'shoes', score: 3 - 2, count: 3 },
    ]);
  });

  it('ends a phrase at punctuation and at stop words', () => {
    expect(phrases('Sony WH-1000XM5 | wireless headphones, black')).toEqual([
      'sony wh 1000xm5',
      'wireless headphones',
      'black',
    ]);
  });

  it('weighs a title more than running text', () => {
    const [first] = extractKeywords([{ text: 'a table, a lamp, a lamp' }, { text: 'The Chair', weight: 3 }]);
    expect(first?.phrase).toBe('chair');
  });

  it('extracts from Chinese, joined as written', () => {
    expect(phrases('我想买红色的连衣裙，手机壳')).toEqual(expect.arrayContaining(['手机壳']));
    expect(phrases('红色手机')).toEqual(['红色手机']);
  });

  it('leaves out bare numbers but keeps them in phrases', () => {
    expect(phrases('2024, iphone 15')).toEqual(['iphone 15']);
  });

  it('discounts words that every page of the site has', () => {
    let background: KeywordBackground = EMPTY_KEYWORD_BACKGROUND;
    for (let i = 0; i < 50; i++) background = foldPageWords(background, ['acme', 'shop', `page${i}`]);
    const keywords = extractKeywords([{ text: 'acme. telescope' }], { background });
    expect(keywords.map(({ phrase }) => phrase)).toEqual(['telescope', 'acme']);
  });

  it('finds nothing in nothing', () => {
    expect(extractKeywords([])).toEqual([]);
    expect(phrases('the and of !!!')).toEqual([]);
    expect(extractKeywords([{ text: 'lamp', weight: 0 }])).toEqual([]);
  });

  it('answers at most the asked number, best first, with positive scores, for any text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 80 }), { maxLength: 4 }), (texts) => {
        const keywords = extractKeywords(
          texts.map((text) => ({ text })),
          { limit: 3 },
        );
        expect(keywords.length).toBeLessThanOrEqual(3);
        keywords.forEach(({ score }, i) => {
          expect(score).toBeGreaterThan(0);
          expect(score).toBeLessThanOrEqual(keywords[i - 1]?.score ?? score);
        });
      }),
    );
  });

  it('stays quick on a hostile page', () => {
    const started = performance.now();
    extractKeywords([{ text: 'a1 b2 c3 '.repeat(100_000) }, { text: '中'.repeat(100_000) }]);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHINESE_LEXICON } from './chinese-lexicon.ts';
import { ENGLISH_LEXICON } from './english-lexicon.ts';
import { createLexiconSentiment } from './lexicon-sentiment.ts';

const sentiment = createLexiconSentiment([ENGLISH_LEXICON, CHINESE_LEXICON]);
const total = (text: string): number => sentiment.scoreText(text).total;

describe('createLexiconSentiment', () => {
  it('runs the examples of its documentation', () => {
    expect(sentiment.scoreText('The food was not good').score < 0).toBe(true);
    expect(sentiment.scoreText('质量非常好').score > 0.5).toBe(true);
  });

  it('adds up the valences of the words it knows, by hand', () => {
    const tiny = createLexiconSentiment([
      {
        valences: { '2': 'good', '-3': 'awful', '-2': 'fell_apart' },
        negators: 'not',
        intensifiers: 'very',
        diminishers: 'a_bit',
        contrasts: 'but',
        suffixes: [['ly', '']],
      },
    ]);
    expect(tiny.scoreText('good table').total).toBe(2);
    expect(tiny.scoreText('good table').score).toBeCloseTo(2 / Math.sqrt(19), 12);
    expect(tiny.scoreText('not good').total).toBeCloseTo(-1.48, 12);
    expect(tiny.scoreText('not awful').total).toBeCloseTo(-0.75, 12);
    expect(tiny.scoreText('very good').total).toBeCloseTo(2.6, 12);
    expect(tiny.scoreText('a bit awful').total).toBeCloseTo(-1.8, 12);
    expect(tiny.scoreText('good but awful').total).toBeCloseTo(1 - 4.5, 12);
    expect(tiny.scoreText('it fell apart').total).toBe(-2);
    expect(tiny.scoreText('awfully').total).toBe(-3);
  });

  it('lets a negator reach four words and not over the end of a clause', () => {
    expect(total('not a really all good')).toBeLessThan(0);
    expect(total('no, it is good')).toBeGreaterThan(0);
    expect(total('not one two three four good')).toBeGreaterThan(0);
  });

  it('reads emoticons and emoji', () => {
    expect(total('arrived today :)')).toBe(2);
    expect(total('arrived today 😡')).toBe(-2);
  });

  it('says which words counted, and their amounts sum to the total', () => {
    const { contributions, total: sum } = sentiment.scoreText('Great food, terrible service.');
    expect(contributions.map(({ name }) => name)).toEqual(['great', 'terrible']);
    expect(contributions.reduce((s, { amount }) => s + amount, 0)).toBeCloseTo(sum, 12);
  });

  it('gives 0 to a text with no listed word', () => {
    expect(sentiment.scoreText('Table 4, row 7')).toEqual({ score: 0, total: 0, contributions: [] });
  });

  it.each([
    '质量非常好',
    '物流很快，包装也很精美',
    '没有问题，很满意',
    '性价比高，值得购买',
    '虽然有点贵，但是真的很好用',
    '味道不错，下次再来',
    '客服很有耐心',
    '穿着舒服，颜色漂亮',
    '比想象中好，推荐',
    '一點也不後悔，非常喜歡',
    '画面精彩，剧情感人',
    '没想到这么好用',
    '不仅好看，还很实用',
    '无线耳机音质很好',
    '不锈钢的，质量很好',
    '一点也不卡',
    '不愧是大品牌，质量就是好',
    '别人推荐的，非常满意',
    '房间干净，服务热情',
  ])('finds %s good', (text) => {
    expect(total(text)).toBeGreaterThan(0);
  });

  it.each([
    '不好吃，服务态度很差',
    '物流很快，但是质量太差了',
    '不是很好',
    '没有我想象的那么好',
    '太贵了，不推荐',
    '用了两天就坏了',
    '垃圾，千万别买',
    '客服不理人，要求退货',
    '一点都不好看',
    '浪费时间的烂片',
    '房间又小又脏，隔音很差',
    '鞋子开胶，商家不给退',
    '看了几页就看不下去了',
    '跟图片差太多了',
    '很贵又难吃，再也不会去了',
    '根本不值这个价',
  ])('finds %s bad', (text) => {
    expect(total(text)).toBeLessThan(0);
  });

  it('is not fooled by a good character inside another word', () => {
    expect(total('好像是明天到')).toBe(0);
    expect(total('美国的快递')).toBe(0);
  });

  it('answers a finite score between -1 and 1 for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const { score } = sentiment.scoreText(text);
        expect(score >= -1 && score <= 1).toBe(true);
      }),
    );
  });
});

import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isStopWord } from './is-stop-word.ts';
import { segmentText } from './segment-text.ts';

describe('segmentText', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('runs the examples of its documentation', () => {
    expect(segmentText('I love the Red Dress')).toEqual(['love', 'red', 'dress']);
    expect(segmentText('我喜欢红色的手机')).toEqual(['喜欢', '红色', '手机']);
  });

  it('keeps reading order and duplicates, and drops punctuation and emoji', () => {
    expect(segmentText('shoes, SHOES 👟 (boots)!')).toEqual(['shoes', 'shoes', 'boots']);
  });

  it('keeps stop words when asked, with contractions whole and curly apostrophes made straight', () => {
    expect(segmentText('I don’t like it', { stopWords: 'keep' })).toEqual(['i', "don't", 'like', 'it']);
  });

  it('cuts at hyphens but not at decimal signs', () => {
    expect(segmentText('noise-cancelling 3.5mm 1,299 b.c')).toEqual([
      'noise',
      'cancelling',
      '3.5mm',
      '1,299',
    ]);
  });

  it('drops the possessive, and contractions as stop words', () => {
    expect(segmentText("women's shoes, it's then what I don't have")).toEqual(['women', 'shoes']);
  });

  it('cuts Japanese by dictionary', () => {
    expect(segmentText('東京の美味しい寿司')).toEqual(['東京', '美味しい', '寿司']);
  });

  it('cuts mixed text in order', () => {
    expect(segmentText('iPhone手机壳 red')).toEqual(['iphone', '手机', '壳', 'red']);
  });

  it('reads full-width letters as plain ones and keeps accents', () => {
    expect(segmentText('ＣＡＭＥＲＡ Überraschung')).toEqual(['camera', 'überraschung']);
  });

  it('cuts accented, Cyrillic and Korean words at blanks', () => {
    expect(segmentText('crème brûlée красная обувь 빨간 구두')).toEqual([
      'crème',
      'brûlée',
      'красная',
      'обувь',
      '빨간',
      '구두',
    ]);
  });

  it('falls back to pairs of characters where the engine has no segmenter', () => {
    vi.stubGlobal('Intl', {});
    expect(segmentText('红色手机')).toEqual(['红色', '色手', '手机']);
    expect(segmentText('壳')).toEqual(['壳']);
  });

  it('returns no more words than asked and reads no further than asked', () => {
    expect(segmentText('red green blue', { maxWords: 2 })).toEqual(['red', 'green']);
    expect(segmentText('红色手机 绿色手机', { maxWords: 1 })).toEqual(['红色']);
    expect(segmentText('red green blue', { maxLength: 6 })).toEqual(['red', 'gr']);
  });

  it('never treats an inherited property name as a stop word', () => {
    expect(segmentText('constructor toString')).toEqual(['constructor', 'tostring']);
  });

  it('gives lower-cased words without stop words for any text, and the same words again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const words = segmentText(text);
        expect(segmentText(text)).toEqual(words);
        for (const word of words) {
          expect(word).not.toBe('');
          expect(word.toLowerCase()).toBe(word);
          expect(isStopWord(word)).toBe(false);
        }
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { CHINESE_LEXICON } from './chinese-lexicon.ts';
import { ENGLISH_LEXICON } from './english-lexicon.ts';
import type { Lexicon } from './lexicon.ts';
import { createLexiconMatcher } from './match-lexicon.ts';

const NONE = { negators: '', intensifiers: '', diminishers: '', contrasts: '' };

describe('createLexiconMatcher', () => {
  it('prefers the longest phrase and counts places in words', () => {
    const match = createLexiconMatcher([{ ...NONE, valences: { '1': 'go', '2': 'go_back' } }]);
    expect(match('I will go back')).toEqual([
      { word: 'go back', role: 'feeling', valence: 2, start: 2, end: 4 },
    ]);
  });

  it('prefers the longest word of unspaced script, at half a word a character', () => {
    const match = createLexiconMatcher([{ ...NONE, valences: { '2': '好', '-2': '不好' } }]);
    expect(match('真的不好 good')).toEqual([
      { word: '不好', role: 'feeling', valence: -2, start: 1, end: 2 },
    ]);
  });

  it('strips endings only where a stem of three letters is listed', () => {
    const match = createLexiconMatcher([
      {
        ...NONE,
        valences: { '1': 'happy be' },
        suffixes: [
          ['ily', 'y'],
          ['es', ''],
        ],
      },
    ]);
    expect(match('happily bees').map(({ word }) => word)).toEqual(['happily']);
  });

  it('finds nothing in text without listed words', () => {
    expect(createLexiconMatcher([])('whatever 什么')).toEqual([]);
  });

  it.each([
    ['English', ENGLISH_LEXICON, 4_500],
    ['Chinese', CHINESE_LEXICON, 900],
  ] satisfies [string, Lexicon, number][])(
    'ships a %s lexicon with each feeling listed once',
    (_, lexicon, least) => {
      const words = Object.values(lexicon.valences).flatMap((list) => list.split(' '));
      expect(words.length).toBeGreaterThan(least);
      expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
      expect(words.every((word) => word !== '' && word === word.toLowerCase())).toBe(true);
      for (const valence of Object.keys(lexicon.valences))
        expect(Math.abs(Number(valence))).toBeLessThanOrEqual(4);
    },
  );
});

import type { Lexicon } from './lexicon.ts';
import { segmentText } from './segment-text.ts';

/** What a listed word does to the feeling of a text. */
export type LexiconRole = 'feeling' | 'negator' | 'intensifier' | 'diminisher' | 'contrast';

/** A listed word or phrase found in a text. */
export interface LexiconMatch {
  readonly word: string;
  readonly role: LexiconRole;
  /** −4 … 4; 0 for every role but `feeling`. */
  readonly valence: number;
  /** Where it begins and ends, counted in words; a character of unspaced script is half a word. */
  readonly start: number;
  readonly end: number;
}

/** Finds the listed words of a piece of text, in reading order, longest match first. */
export type LexiconMatcher = (text: string) => LexiconMatch[];

type Entry = Pick<LexiconMatch, 'role' | 'valence'>;

const PHRASE_WORDS = 3;
const CHARACTER_LENGTH = 0.5;
/** Shorter words have no ending to strip. */
const STEM_LENGTH = 3;
const RUNS = /\p{Script=Han}+|\P{Script=Han}+/gu;
const HAN = /^\p{Script=Han}/u;

/** Indexes lexicons once; where two list the same word, the later one wins. */
export function createLexiconMatcher(lexicons: readonly Lexicon[]): LexiconMatcher {
  const entries = readEntries(lexicons);
  const suffixes = lexicons.flatMap((lexicon) => lexicon.suffixes ?? []);
  let longest = 1;
  const phraseStarts = new Set<string>();
  for (const word of entries.keys()) {
    if (HAN.test(word)) longest = Math.max(longest, word.length);
    const blank = word.indexOf(' ');
    if (blank > 0) phraseStarts.add(word.slice(0, blank));
  }

  const lookUp = (word: string): Entry | undefined => {
    const entry = entries.get(word);
    if (entry) return entry;
    for (const [ending, replacement] of suffixes) {
      if (!word.endsWith(ending) || word.length - ending.length < STEM_LENGTH) continue;
      const stem = entries.get(word.slice(0, -ending.length) + replacement);
      if (stem?.role === 'feeling') return stem;
    }
    return undefined;
  };

  const matchWords = (text: string, from: number, matches: LexiconMatch[]): number => {
    const words = segmentText(text, { stopWords: 'keep', maxWords: 2_000 });
    for (let i = 0; i < words.length; ) {
      let taken = 1;
      const reach = phraseStarts.has(words[i] ?? '') ? PHRASE_WORDS : 1;
      for (let length = Math.min(reach, words.length - i); length > 0; length--) {
        const word = words.slice(i, i + length).join(' ');
        const entry = length > 1 ? entries.get(word) : lookUp(word);
        if (!entry) continue;
        matches.push({ word, ...entry, start: from + i, end: from + i + length });
        taken = length;
        break;
      }
      i += taken;
    }
    return from + words.length;
  };

  const matchCharacters = (text: string, from: number, matches: LexiconMatch[]): number => {
    let at = from;
    for (let i = 0; i < text.length; ) {
      let taken = 1;
      for (let length = Math.min(longest, text.length - i); length > 0; length--) {
        const word = text.slice(i, i + length);
        const entry = entries.get(word);
        if (!entry) continue;
        matches.push({ word, ...entry, start: at, end: at + length * CHARACTER_LENGTH });
        taken = length;
        break;
      }
      at += taken * CHARACTER_LENGTH;
      i += taken;
    }
    return at;
  };

  return (text) => {
    const matches: LexiconMatch[] = [];
    let at = 0;
    for (const [run] of text.matchAll(RUNS)) {
      at = HAN.test(run) ? matchCharacters(run, at, matches) : matchWords(run, at, matches);
    }
    return matches;
  };
}

function readEntries(lexicons: readonly Lexicon[]): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const add = (words: string, entry: Entry): void => {
    for (const word of words.split(' ')) if (word) entries.set(word.replaceAll('_', ' '), entry);
  };
  for (const lexicon of lexicons) {
    for (const [valence, words] of Object.entries(lexicon.valences)) {
      add(words, { role: 'feeling', valence: Number(valence) });
    }
    add(lexicon.intensifiers, { role: 'intensifier', valence: 0 });
    add(lexicon.diminishers, { role: 'diminisher', valence: 0 });
    add(lexicon.contrasts, { role: 'contrast', valence: 0 });
    add(lexicon.negators, { role: 'negator', valence: 0 });
  }
  return entries;
}

import { isStopWord } from './is-stop-word.ts';
import { type KeywordBackground, rarityOf } from './keyword-background.ts';
import { segmentText } from './segment-text.ts';

/** A piece of a page or a search, and how much a word in it counts against a word elsewhere. */
export interface KeywordField {
  readonly text: string;
  /** For example 3 for a title, 2 for a heading, 1 for running text; default 1. */
  readonly weight?: number;
}

/** A word or phrase that says what a text is about. */
export interface Keyword {
  /** Lower-cased, 1 to 3 words in reading order. */
  readonly phrase: string;
  /** > 0, comparable within one extraction. */
  readonly score: number;
  /** Weighted occurrences. */
  readonly count: number;
}

/** How {@link extractKeywords} chooses. */
export interface KeywordOptions {
  /** At most this many, best first; default 10. */
  readonly limit?: number;
  /** What other pages of the site say: words that all of them share count less. */
  readonly background?: KeywordBackground;
}

interface Candidate {
  readonly words: readonly string[];
  count: number;
  /** Longer candidates that contain this one: how many, and their summed counts. */
  containers: number;
  contained: number;
}

const LONGEST_PHRASE = 3;
/** Bounds the work on a hostile page; a page's topic shows long before. */
const MAX_WORDS = 2_000;
/** What ends a phrase besides a stop word: punctuation that is not inside a word or a number. */
const PHRASE_END =
  /[.,:;!?'"]+(?=\s|$)|[()[\]{}|/\\<>«»„“”"•·–—\n\t]+|\s['-]+|[。，、；：！？（）《》【】「」『』～…]+/u;
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}ー]/u;
const HAS_LETTER = /\p{L}/u;

/**
 * Extracts what a search or a page is about: phrases of up to three words between stop words and punctuation,
 * ranked by C-value, which gives a phrase credit for its length and takes from its parts what they owe to it, times
 * the mean rarity of its words against the background, if there is one.
 *
 * C(a) = log₂(1 + words of a) · (f(a) − mean f of the longer phrases that contain a), f weighted by field. Source:
 * Frantzi, Ananiadou & Mima, "Automatic recognition of multi-word terms", Int. J. Digital Libraries 3 (2000).
 *
 * @example
 * extractKeywords([{ text: 'red running shoes for women' }]).map(({ phrase }) => phrase); // ['red running shoes', 'women']
 */
export function extractKeywords(fields: readonly KeywordField[], options: KeywordOptions = {}): Keyword[] {
  const { limit = 10, background } = options;
  const candidates = countCandidates(fields);
  for (const candidate of candidates.values()) creditParts(candidates, candidate);
  const keywords: Keyword[] = [];
  for (const [phrase, { words, count, containers, contained }] of candidates) {
    const own = count - (containers > 0 ? contained / containers : 0);
    if (own <= 0 || !words.some((word) => HAS_LETTER.test(word))) continue;
    const rarity = background
      ? words.reduce((sum, word) => sum + rarityOf(background, word), 0) / words.length
      : 1;
    keywords.push({ phrase, score: Math.log2(1 + words.length) * own * rarity, count });
  }
  keywords.sort((a, b) => b.score - a.score || (a.phrase < b.phrase ? -1 : 1));
  return keywords.slice(0, limit);
}

function countCandidates(fields: readonly KeywordField[]): Map<string, Candidate> {
  const candidates = new Map<string, Candidate>();
  let left = MAX_WORDS;
  for (const { text, weight = 1 } of fields) {
    if (!(weight > 0)) continue;
    for (const run of phraseRuns(text, left)) {
      left -= run.length;
      for (let from = 0; from < run.length; from++) {
        for (let to = from + 1; to <= Math.min(run.length, from + LONGEST_PHRASE); to++) {
          count(candidates, run.slice(from, to), weight);
        }
      }
    }
  }
  return candidates;
}

/** Words between two stop words or punctuation marks. */
function phraseRuns(text: string, maxWords: number): string[][] {
  const runs: string[][] = [];
  let left = maxWords;
  for (const part of text.slice(0, MAX_WORDS * 10).split(PHRASE_END)) {
    if (left <= 0) break;
    let run: string[] = [];
    for (const word of segmentText(part, { stopWords: 'keep', maxWords: left })) {
      left--;
      const topic = word.endsWith("'s") ? word.slice(0, -2) : word;
      if (!isStopWord(topic)) run.push(topic);
      else if (run.length > 0) {
        runs.push(run);
        run = [];
      }
    }
    if (run.length > 0) runs.push(run);
  }
  return runs;
}

function count(candidates: Map<string, Candidate>, words: readonly string[], weight: number): void {
  const phrase = joinWords(words);
  const known = candidates.get(phrase);
  if (known) known.count += weight;
  else candidates.set(phrase, { words, count: weight, containers: 0, contained: 0 });
}

function creditParts(candidates: ReadonlyMap<string, Candidate>, { words, count }: Candidate): void {
  const parts = new Set<string>();
  for (let length = 1; length < words.length; length++) {
    for (let from = 0; from + length <= words.length; from++) {
      parts.add(joinWords(words.slice(from, from + length)));
    }
  }
  for (const phrase of parts) {
    const part = candidates.get(phrase);
    if (!part) continue;
    part.containers++;
    part.contained += count;
  }
}

/** Scripts without blanks are joined as they were written. */
function joinWords(words: readonly string[]): string {
  return words.reduce(
    (phrase, word) =>
      phrase + (UNSPACED.test(word) && phrase !== '' ? word : phrase === '' ? word : ` ${word}`),
    '',
  );
}

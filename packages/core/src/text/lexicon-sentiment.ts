import type { Contribution } from '../models/online-model.ts';
import type { Lexicon } from './lexicon.ts';
import { createLexiconMatcher, type LexiconMatch } from './match-lexicon.ts';

/** What a text feels like, and which of its words made it so. */
export interface Sentiment {
  /** −1 (bad) … 1 (good): `total / √(total² + 15)`; 0 when nothing in the text carries a feeling. */
  readonly score: number;
  /** The sum of all contributions, in the lexicon's units. */
  readonly total: number;
  /** The words that counted, in reading order, each after negation, strength and contrast. */
  readonly contributions: readonly Contribution[];
}

/** Scores texts by lexicon; see {@link createLexiconSentiment}. */
export interface LexiconSentiment {
  /** The feeling of one text; the first 10,000 UTF-16 units are read. */
  scoreText(text: string): Sentiment;
}

/** "Not good" is a little less bad than "good" is good: VADER's measured scalar. */
const NEGATED_GOOD = -0.74;
/** "Not bad" is hardly praise, and "don't waste your money" none: a negated bad word keeps a quarter. */
const NEGATED_BAD = 0.25;
/** How many words back a negator reaches, within its clause. */
const NEGATION_REACH = 4;
const INTENSIFIED = 1.3;
const DIMINISHED = 0.6;
const BEFORE_CONTRAST = 0.5;
const AFTER_CONTRAST = 1.5;
/** VADER's normalisation constant: one strong word, a total of 4, gives a score of .72. */
const NORMALISATION = 15;
const FACE_VALENCE = 2;
const MAX_LENGTH = 10_000;

const SENTENCE_END = /[.!?\n]+(?=\s|$)|[。！？\n]+/u;
const CLAUSE_END = /[,;:()]+(?:\s|$)|[，；：、（）…]+/u;
const GOOD_FACE = /[:;=]-?[)D\]]|<3|[😀-😆😊😋😍😘🥰🤩👍❤💕💯🎉]/gu;
const BAD_FACE = /[:=]'?-?[([]|[😑😒😞-😢😤😭🤮🤢👎💔]/gu;

/**
 * Builds a scorer from one or more lexicons. Words add up; "not" up to four words before, in the same clause, turns
 * a good word (×−0.74) and quiets a bad one (×0.25), "very" strengthens (×1.3), "slightly" weakens (×0.6), and in a
 * sentence with "but" what follows counts three times what precedes (×1.5, ×0.5). Chinese is matched by the longest
 * listed word at each character, so the answer does not depend on an engine's dictionary. A common emoticon or
 * emoji counts ±2.
 *
 * Source: Hutto & Gilbert, "VADER: a parsimonious rule-based model for sentiment analysis", ICWSM 2014.
 *
 * @example
 * const sentiment = createLexiconSentiment([ENGLISH_LEXICON, CHINESE_LEXICON]);
 * sentiment.scoreText('The food was not good').score < 0; // true
 * sentiment.scoreText('质量非常好').score > 0.5; // true
 */
export function createLexiconSentiment(lexicons: readonly Lexicon[]): LexiconSentiment {
  const match = createLexiconMatcher(lexicons);
  return {
    scoreText(text) {
      const read = text.slice(0, MAX_LENGTH);
      const contributions = readFaces(read);
      // Full-width signs become plain ones only inside a clause: `，` ends one with no blank after it, `,` does not.
      for (const sentence of read.split(SENTENCE_END)) {
        const clauses = sentence
          .split(CLAUSE_END)
          .map((clause) => match(clause.normalize('NFKC').toLowerCase()));
        contributions.push(...scoreSentence(clauses));
      }
      const total = contributions.reduce((sum, { amount }) => sum + amount, 0);
      return { score: total / Math.sqrt(total * total + NORMALISATION), total, contributions };
    },
  };
}

function readFaces(text: string): Contribution[] {
  const faces = (pattern: RegExp, amount: number): Contribution[] =>
    [...text.matchAll(pattern)].map(([name]) => ({ name, amount }));
  return [...faces(GOOD_FACE, FACE_VALENCE), ...faces(BAD_FACE, -FACE_VALENCE)];
}

function scoreSentence(clauses: readonly (readonly LexiconMatch[])[]): Contribution[] {
  const before: Contribution[] = [];
  const after: Contribution[] = [];
  let contrasted = false;
  for (const clause of clauses) {
    clause.forEach((found, index) => {
      if (found.role === 'contrast') contrasted = true;
      if (found.role !== 'feeling' || found.valence === 0) return;
      const amount = found.valence * negation(clause, index) * strength(clause, index);
      (contrasted ? after : before).push({ name: found.word, amount });
    });
  }
  if (!contrasted) return before;
  return [...scaled(before, BEFORE_CONTRAST), ...scaled(after, AFTER_CONTRAST)];
}

function scaled(contributions: readonly Contribution[], factor: number): Contribution[] {
  return contributions.map(({ name, amount }) => ({ name, amount: amount * factor }));
}

function negation(clause: readonly LexiconMatch[], index: number): number {
  const word = clause[index];
  for (let i = index - 1; i >= 0 && word; i--) {
    const earlier = clause[i];
    if (!earlier || word.start - earlier.end >= NEGATION_REACH) break;
    if (earlier.role === 'negator') return word.valence > 0 ? NEGATED_GOOD : NEGATED_BAD;
  }
  return 1;
}

function strength(clause: readonly LexiconMatch[], index: number): number {
  const word = clause[index];
  const earlier = clause[index - 1];
  if (!word || !earlier || word.start - earlier.end >= 1) return 1;
  if (earlier.role === 'intensifier') return INTENSIFIED;
  return earlier.role === 'diminisher' ? DIMINISHED : 1;
}

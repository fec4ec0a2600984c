import { hashString } from '../statistics/hash-string.ts';
import type { LexiconSentiment } from '../text/lexicon-sentiment.ts';
import { segmentText } from '../text/segment-text.ts';
import { collectContributions } from './contributions.ts';
import { labelValue, sigmoid } from './log-odds.ts';
import type { ExplainableModel } from './online-model.ts';

/** What {@link createTextModel} has learned: two numbers per slot. */
export interface TextModelState {
  /** How many texts were learned from. */
  learned: number;
  /** One weight per slot, the model's own terms last. */
  readonly weights: number[];
  /** Sum of squared gradients per slot, which sets the slot's own learning rate. */
  readonly squares: number[];
}

/** How {@link createTextModel} reads and learns. */
export interface TextModelOptions {
  /** A lexicon's opinion as further features; default none. See {@link createSentimentModel}. */
  readonly lexicon?: LexiconSentiment;
  /** Size of the hashed weight table, as a power of two; default 15 (32,768 slots, 512 kB, about 1 MB of JSON). */
  readonly slotBits?: number;
  /** AdaGrad step; default 0.3. */
  readonly learningRate?: number;
}

interface Term {
  readonly name: string;
  readonly slot: number;
  readonly value: number;
}

const CHARACTERS = [3, 4, 5];
/** Spellings say half as much as words. */
const CHARACTER_SCALE = 0.5;
/**
 * The lexicon has seen more text than one site's labels: it starts with a louder voice, and an equal right to be
 * wrong.
 */
const LEXICON_SCALE = 3;
/** Words this close after a negator count as another word as well: "good" and "not … good" learn apart. */
const NEGATION_REACH = 4;
const NEGATOR =
  /n't$|^(?:not|no|never|neither|nor|none|nothing|cannot|without|hardly|barely|不|没|沒|没有|沒有|不是|不太|别)$/;
const INITIAL_SQUARE = 1e-3;
const OWN_TERMS = ['(bias)', '(lexicon)', '(lexicon sign)', '(lexicon last word)'] as const;
const MAX_WORDS = 500;

/**
 * P(label) of a text, for any question that has labelled texts (is it spam, a complaint, about delivery?): logistic
 * regression over hashed words, pairs of words, words after a negation and character 3- to 5-grams, each group
 * scaled to unit length, with AdaGrad's step per weight.
 *
 * p = 1 / (1 + e^−z), z = Σ wᵢxᵢ; g = (p − y)·xᵢ; sᵢ += g²; wᵢ −= η·g/√sᵢ. Several passes over few texts help; one
 * is enough for a stream. The explanation is in log-odds, a word's spellings summed under the word. Sources: Duchi,
 * Hazan & Singer, JMLR 12 (2011); Weinberger et al., "Feature hashing", ICML 2009.
 *
 * @example
 * const model = createTextModel();
 * const state = model.create();
 * model.learnOne(state, 'Where is my parcel?', true);
 * model.learnOne(state, 'Do you sell lamps?', false);
 * model.predictOne(state, 'my parcel is late') > 0.5; // true
 */
export function createTextModel(
  options: TextModelOptions = {},
): ExplainableModel<TextModelState, string, boolean | number> {
  const { lexicon, slotBits = 15, learningRate = 0.3 } = options;
  const slots = 2 ** slotBits;
  const size = slots + OWN_TERMS.length;
  const readTerms = (text: string): Term[] => [...ngramTerms(text, slots), ...ownTerms(text, slots, lexicon)];

  return {
    name: 'text',
    version: 1,
    create: () => ({
      learned: 0,
      weights: new Array<number>(size).fill(0),
      squares: new Array<number>(size).fill(INITIAL_SQUARE),
    }),
    predictOne: (state, text) => sigmoid(logOdds(state, readTerms(text))),
    learnOne(state, text, label) {
      const terms = readTerms(text);
      const error = sigmoid(logOdds(state, terms)) - labelValue(label);
      for (const { slot, value } of terms) {
        const gradient = error * value;
        const square = (state.squares[slot] ?? 0) + gradient * gradient;
        state.squares[slot] = square;
        state.weights[slot] = (state.weights[slot] ?? 0) - (learningRate * gradient) / Math.sqrt(square);
      }
      state.learned += 1;
      return state;
    },
    explainOne(state, text) {
      const contributions = collectContributions((add) => {
        for (const { name, slot, value } of readTerms(text)) add(name, (state.weights[slot] ?? 0) * value);
      });
      const total = contributions.reduce((sum, { amount }) => sum + amount, 0);
      return { prediction: sigmoid(total), total, unit: 'log-odds', contributions };
    },
  };
}

function ngramTerms(text: string, slots: number): Term[] {
  const words = segmentText(text, { stopWords: 'keep', maxWords: MAX_WORDS });
  const wordKeys = new Map<string, string>();
  const spellingKeys = new Map<string, string>();
  let sinceNegator = NEGATION_REACH + 1;
  words.forEach((word, i) => {
    wordKeys.set(`w${word}`, word);
    const previous = words[i - 1];
    if (previous !== undefined) wordKeys.set(`b${previous} ${word}`, `${previous} ${word}`);
    if (sinceNegator <= NEGATION_REACH) wordKeys.set(`n${word}`, `not … ${word}`);
    sinceNegator = NEGATOR.test(word) ? 1 : sinceNegator + 1;
    const spelled = `^${word}$`;
    for (const length of CHARACTERS) {
      for (let at = 0; at + length <= spelled.length; at++) {
        spellingKeys.set(`c${spelled.slice(at, at + length)}`, word);
      }
    }
  });
  return [...hashTerms(wordKeys, slots, 1), ...hashTerms(spellingKeys, slots, CHARACTER_SCALE)];
}

function hashTerms(keys: ReadonlyMap<string, string>, slots: number, scale: number): Term[] {
  const value = scale / Math.sqrt(Math.max(1, keys.size));
  return Array.from(keys, ([key, name]) => ({ name, slot: hashString(key) & (slots - 1), value }));
}

function ownTerms(text: string, slots: number, lexicon: LexiconSentiment | undefined): Term[] {
  const opinion = lexicon?.scoreText(text);
  const last = opinion?.contributions.at(-1)?.amount ?? 0;
  const values = opinion
    ? [
        1,
        LEXICON_SCALE * opinion.score,
        0.5 * LEXICON_SCALE * Math.sign(opinion.total),
        0.3 * LEXICON_SCALE * Math.sign(last),
      ]
    : [1];
  return values.map((value, i) => ({ name: OWN_TERMS[i] ?? '(own)', slot: slots + i, value }));
}

function logOdds(state: TextModelState, terms: readonly Term[]): number {
  let z = 0;
  for (const { slot, value } of terms) z += (state.weights[slot] ?? 0) * value;
  return z;
}

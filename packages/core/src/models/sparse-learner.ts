import { createFeatureEncoder, type EncoderOptions, type EncoderState } from '../feature/encode-features.ts';
import { createSparseVector, type SparseVector } from '../feature/sparse-vector.ts';
import { collectContributions } from './contributions.ts';
import { labelValue, sigmoid } from './log-odds.ts';
import type { ExplainableModel, Features } from './online-model.ts';

/**
 * A learner of one number from an encoded input: the part of a model behind the encoder. Several learners can
 * share one encoded vector (see the propensity model).
 */
export interface SparseLearner<State> {
  /** A state that has learned nothing. */
  create(): State;
  /** The predicted value: log-odds for a classifier, the number itself for a regression. */
  score(state: State, input: SparseVector): number;
  /**
   * Learns in place. Must directly follow `score` of the same state and input: what that worked out (weights,
   * hidden units) is used again, and working it out twice would cost as much as learning.
   */
  learn(state: State, input: SparseVector, outcome: Outcome): void;
  /** Names what made the score: the amounts given to `add` sum to it. */
  attribute(state: State, input: SparseVector, add: (name: string, amount: number) => void): void;
  /** Multiplies the learning rate by about `factor` (> 1) for a while, weights unchanged: the answer to drift. */
  raiseRate(state: State, factor: number): void;
}

/** What was predicted, and what came. */
export interface Outcome {
  /** What `score` answered. */
  readonly score: number;
  /** 0–1 for a classifier, any finite number for a regression. */
  readonly label: number;
}

/** State of an encoder and of the learner behind it. */
export interface EncodedState<Learner> {
  readonly encoder: EncoderState;
  readonly learner: Learner;
}

/** What to call a model and how its score is to be read. */
export interface FeatureModelOptions {
  readonly name: string;
  readonly version: number;
  readonly encoder: EncoderOptions;
  /** `probability`: the score is log-odds and the model answers its sigmoid; `value`: the score itself. */
  readonly answers: 'probability' | 'value';
}

/** Puts an encoder before a learner, which makes it a model of named features. */
export function createFeatureModel<Learner>(
  options: FeatureModelOptions,
  learner: SparseLearner<Learner>,
): ExplainableModel<EncodedState<Learner>, Features, boolean | number> {
  const { name, version, answers } = options;
  const encoder = createFeatureEncoder(options.encoder);
  const vector = createSparseVector();
  const named = createSparseVector('named');
  const classifies = answers === 'probability';
  const score = (state: EncodedState<Learner>, input: Features): number => {
    encoder.encode(state.encoder, input, vector, 'read');
    return learner.score(state.learner, vector);
  };
  return {
    name,
    version,
    create: () => ({ encoder: encoder.create(), learner: learner.create() }),
    predictOne: (state, input) => (classifies ? sigmoid(score(state, input)) : score(state, input)),
    learnOne(state, input, label) {
      encoder.encode(state.encoder, input, vector, 'learn');
      const score = learner.score(state.learner, vector);
      learner.learn(state.learner, vector, { score, label: classifies ? labelValue(label) : Number(label) });
      return state;
    },
    explainOne(state, input) {
      encoder.encode(state.encoder, input, named, 'read');
      const total = learner.score(state.learner, named);
      return {
        prediction: classifies ? sigmoid(total) : total,
        total,
        unit: classifies ? 'log-odds' : 'value',
        contributions: collectContributions((add) => learner.attribute(state.learner, named, add)),
      };
    },
  };
}

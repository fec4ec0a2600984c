import { labelValue, sigmoid } from './log-odds.ts';
import type { ExplainableModel } from './online-model.ts';
import type { Outcome } from './sparse-learner.ts';

/** What a mixer reads: what each expert says, and optionally which set of weights to trust. */
export interface MixerInput {
  /** Log-odds of each expert, always in the same order. */
  readonly scores: readonly number[];
  /** Which of the `contexts` sets of weights to use; default 0. */
  readonly context?: number;
}

/** State of a mixer: weights of experts, one set a context, flat. */
export interface MixerState {
  readonly weights: number[];
  /** Sums of squared gradients (AdaGrad). */
  readonly squares: number[];
}

/** Settings of a mixer. */
export interface MixerOptions {
  /** Names of the experts, in the order of their scores. */
  readonly experts: readonly string[];
  /** Weights to begin with; default 1/number of experts each. */
  readonly start?: readonly number[];
  /** Learning rate; default 0.02. */
  readonly rate?: number;
  /** Sets of weights, chosen by the caller's context; default 1. */
  readonly contexts?: number;
}

/** A mixer also answers its log-odds as they are, for what comes behind it. */
export interface Mixer extends ExplainableModel<MixerState, MixerInput, boolean | number> {
  score(state: MixerState, input: MixerInput): number;
  /** Learns as `learnOne` does, from what `score` has just answered for the same state and input. */
  learnScored(state: MixerState, input: MixerInput, outcome: Outcome): void;
}

/** Scores are clipped to this before mixing: past it an expert is merely very sure. */
export const MIXER_SCORE_LIMIT = 8;
/** The bias weighs a constant input of this size, so that it learns more slowly than the experts. */
const BIAS_INPUT = 0.3;
/** Gradients start from this sum of squares. */
const FIRST_SQUARES = 1;

/**
 * Online logistic mixing of experts: p = σ(Σ wᵢ·scoreᵢ + bias), learned by AdaGrad on the log loss of the mix
 * (Mahoney's PAQ mixer, 2005; Mattern 2012). It costs at most a little more than the best expert, and does
 * better than each where they err differently.
 *
 * State: 2 · contexts · (experts + 1) numbers.
 *
 * @example
 * const mixer = createMixer({ experts: ['right', 'wrong'] });
 * const state = mixer.create();
 * for (let i = 0; i < 500; i++) mixer.learnOne(state, { scores: [2, -1] }, true);
 * for (let i = 0; i < 500; i++) mixer.learnOne(state, { scores: [-2, -1] }, false);
 * mixer.predictOne(state, { scores: [2, -1] }); // > 0.85
 *
 * @example
 * // Does the visitor check out next? Experts: what the visit looks like, the pages so far (page 2 is the checkout),
 * // and how often anybody does. Each learns after all have been asked.
 * const [linear, pages, base] = [createFtrlModel(), createMarkovModel({ symbols: 3 }), createBaseRate()];
 * const mixer = createMixer({ experts: ['linear', 'markov', 'base rate'] });
 * const states = { linear: linear.create(), pages: pages.create(), base: base.create(), mixer: mixer.create() };
 * const ask = (visit, path) => ({
 *   scores: [
 *     logOdds(linear.predictOne(states.linear, visit)),
 *     logOdds(pages.predictOne(states.pages, path)[2]),
 *     logOdds(base.predictOne(states.base, visit)),
 *   ],
 * });
 * for (let i = 0; i < 400; i++) {
 *   const [visit, path, next] = [{ source: i % 3 ? 'ad' : 'mail' }, i % 2 ? [0, 1] : [1, 0], i % 2 ? 2 : 0];
 *   mixer.learnOne(states.mixer, ask(visit, path), next === 2);
 *   linear.learnOne(states.linear, visit, next === 2);
 *   pages.learnOne(states.pages, path, next);
 *   base.learnOne(states.base, visit, next === 2);
 * }
 * mixer.predictOne(states.mixer, ask({ source: 'ad' }, [0, 1])); // > 0.9: only the path tells
 * mixer.explainOne(states.mixer, ask({ source: 'ad' }, [0, 1])).contributions[0]; // { name: 'markov', … }
 */
export function createMixer(options: MixerOptions): Mixer {
  const { experts, rate = 0.02, contexts = 1 } = options;
  const count = experts.length;
  const start = [...(options.start ?? experts.map(() => 1 / count)), 0];
  const offsetOf = (input: MixerInput): number =>
    contexts === 1 ? 0 : Math.min(Math.max(input.context ?? 0, 0), contexts - 1) * (count + 1);
  const score = ({ weights }: MixerState, input: MixerInput): number => {
    const offset = offsetOf(input);
    const { scores } = input;
    let sum = 0;
    for (let i = 0; i < count; i++) sum += (weights[offset + i] ?? 0) * clipScore(scores[i] ?? 0);
    return sum + (weights[offset + count] ?? 0) * BIAS_INPUT;
  };
  const learnScored = (
    { weights, squares }: MixerState,
    input: MixerInput,
    { score: scored, label }: Outcome,
  ): void => {
    const error = sigmoid(scored) - label;
    const offset = offsetOf(input);
    const { scores } = input;
    for (let i = 0; i <= count; i++) {
      const gradient = error * (i === count ? BIAS_INPUT : clipScore(scores[i] ?? 0));
      const sum = (squares[offset + i] ?? 0) + gradient * gradient;
      squares[offset + i] = sum;
      weights[offset + i] = (weights[offset + i] ?? 0) - (rate * gradient) / Math.sqrt(sum);
    }
  };
  return {
    name: 'mixer',
    version: 1,
    create: () => ({
      weights: Array.from({ length: contexts * (count + 1) }, (_, i) => start[i % (count + 1)] ?? 0),
      squares: new Array<number>(contexts * (count + 1)).fill(FIRST_SQUARES),
    }),
    score,
    predictOne: (state, input) => sigmoid(score(state, input)),
    learnOne(state, input, label) {
      learnScored(state, input, { score: score(state, input), label: labelValue(label) });
      return state;
    },
    learnScored,
    explainOne(state, input) {
      const offset = offsetOf(input);
      const total = score(state, input);
      const contributions = [...experts, '(bias)'].map((name, i) => ({
        name,
        amount:
          (state.weights[offset + i] ?? 0) * (i === count ? BIAS_INPUT : clipScore(input.scores[i] ?? 0)),
      }));
      contributions.sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
      return { prediction: sigmoid(total), total, unit: 'log-odds', contributions };
    },
  };
}

/** A score within the mixer's limit. */
export function clipScore(score: number): number {
  return Math.min(Math.max(score, -MIXER_SCORE_LIMIT), MIXER_SCORE_LIMIT);
}

import type { Encoding } from '../feature/encode-features.ts';
import type { SparseVector } from '../feature/sparse-vector.ts';
import { sigmoid } from './log-odds.ts';
import type { ExplainableModel, Features } from './online-model.ts';
import { createFeatureModel, type EncodedState, type SparseLearner } from './sparse-learner.ts';

/** State of a logistic regression: two or three numbers a slot. */
export interface LogisticState {
  readonly weights: number[];
  /** Sums of squared gradients (AdaGrad); empty for plain SGD. */
  readonly squares: number[];
  /** Σ t·Δw, from which the average of all past weights follows; empty without averaging. */
  readonly moved: number[];
  /** Updates so far. */
  count: number;
  /** Multiplies the rate; above 1 for a while after drift, then back to 1. */
  boost: number;
}

/** Settings of the logistic regression; every one has a default. */
export interface LogisticOptions {
  /** `sgd`: one constant rate, follows drift for ever. `adagrad`: rate/√Σg² per slot, settles. Default adagrad. */
  readonly optimiser?: 'sgd' | 'adagrad';
  /** Default 0.1. */
  readonly rate?: number;
  /** L1 penalty (soft threshold of touched slots, Tsuruoka et al. 2009 simplified); default 0. */
  readonly l1?: number;
  /** L2 penalty on touched slots; default 0. */
  readonly l2?: number;
  /** `average`: predict by the mean of all past weights (Polyak and Juditsky 1992). Default `last`. */
  readonly predictBy?: 'last' | 'average';
  /** 2^bits slots; default 14. */
  readonly bits?: number;
}

/** The boost loses half of what is above 1 in this many examples. */
const BOOST_HALF_LIFE = 500;
/** Gradients start from this sum of squares, so that the first step is not the largest. */
const FIRST_SQUARES = 1;

/** Logistic regression on encoded vectors: gradient = (σ(w·x) − label)·x. */
export function createLogisticLearner(options: LogisticOptions = {}): SparseLearner<LogisticState> {
  const { optimiser = 'adagrad', rate = 0.1, l1 = 0, l2 = 0, predictBy = 'last', bits = 14 } = options;
  const slots = 2 ** bits;
  const adaptive = optimiser === 'adagrad';
  const averages = predictBy === 'average';
  const keep = 2 ** (-1 / BOOST_HALF_LIFE);

  const weight = (state: LogisticState, slot: number): number => {
    const last = state.weights[slot] ?? 0;
    return averages && state.count > 0 ? last - (state.moved[slot] ?? 0) / state.count : last;
  };
  return {
    create: () => ({
      weights: new Array<number>(slots).fill(0),
      squares: adaptive ? new Array<number>(slots).fill(0) : [],
      moved: averages ? new Array<number>(slots).fill(0) : [],
      count: 0,
      boost: 1,
    }),
    score(state, input) {
      if (!averages) return lastScore(state, input);
      let sum = 0;
      for (let i = 0; i < input.size; i++) sum += weight(state, input.slots[i] ?? 0) * (input.values[i] ?? 0);
      return sum;
    },
    learn(state, input, { score, label }) {
      const { weights, squares, moved } = state;
      // Learning follows the last weights even when predictions use the average.
      const error = sigmoid(averages ? lastScore(state, input) : score) - label;
      const step = rate * state.boost * stepLimit(input, rate * state.boost);
      for (let i = 0; i < input.size; i++) {
        const slot = input.slots[i] ?? 0;
        const before = weights[slot] ?? 0;
        const gradient = error * (input.values[i] ?? 0) + l2 * before;
        let size = step;
        if (adaptive) {
          const sum = (squares[slot] ?? 0) + gradient * gradient;
          squares[slot] = sum;
          size = (rate * state.boost) / Math.sqrt(FIRST_SQUARES + sum);
        }
        const after = shrink(before - size * gradient, size * l1);
        weights[slot] = after;
        // Weights that appear at update t+1 were 0 for t updates: average = w − Σ t·Δw / n.
        if (averages) moved[slot] = (moved[slot] ?? 0) + state.count * (after - before);
      }
      state.count++;
      state.boost = 1 + (state.boost - 1) * keep;
    },
    attribute(state, input, add) {
      for (let i = 0; i < input.size; i++)
        add(input.names?.[i] ?? '', weight(state, input.slots[i] ?? 0) * (input.values[i] ?? 0));
    },
    raiseRate(state, factor) {
      state.boost = Math.min(state.boost * factor, factor);
    },
  };

  /** Plain SGD with a step above 4/|x|² overshoots the logistic loss on this very example: never go past it. */
  function stepLimit(input: SparseVector, asked: number): number {
    if (adaptive) return 1;
    let squared = 0;
    for (let i = 0; i < input.size; i++) squared += (input.values[i] ?? 0) ** 2;
    return Math.min(1, 4 / (asked * squared + 1e-300));
  }
}

function lastScore({ weights }: LogisticState, { size, slots, values }: SparseVector): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += (weights[slots[i] ?? 0] ?? 0) * (values[i] ?? 0);
  return sum;
}

function shrink(weight: number, by: number): number {
  if (by === 0) return weight;
  return weight > by ? weight - by : weight < -by ? weight + by : 0;
}

/**
 * P(label) from mixed features by logistic regression with SGD or AdaGrad.
 *
 * State: 2 (SGD: 1, averaged: one more) numbers a slot, and about 3.3 kB per numeric feature.
 *
 * @example
 * const model = createLogisticRegression({ optimiser: 'sgd' });
 * const state = model.create();
 * for (let i = 0; i < 100; i++) model.learnOne(state, { plan: i % 2 ? 'pro' : 'free' }, i % 2 === 1);
 * model.predictOne(state, { plan: 'pro' }); // > 0.8
 */
export function createLogisticRegression(
  options: LogisticOptions & { readonly encoding?: Encoding } = {},
): ExplainableModel<EncodedState<LogisticState>, Features, boolean | number> {
  const { bits = 14, encoding = 'binned' } = options;
  return createFeatureModel(
    {
      name: 'logistic-regression',
      version: 1,
      encoder: { encoding, bits, bins: 12, maxColumns: 256 },
      answers: 'probability',
    },
    createLogisticLearner({ ...options, bits }),
  );
}

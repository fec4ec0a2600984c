import type { Encoding } from '../feature/encode-features.ts';
import type { SparseVector } from '../feature/sparse-vector.ts';
import type { ExplainableModel, Features } from './online-model.ts';
import { createFeatureModel, type EncodedState, type SparseLearner } from './sparse-learner.ts';

/** State of a linear regression: one weight a slot. */
export interface LinearRegressionState {
  readonly weights: number[];
  /** Multiplies the rate; above 1 for a while after drift, then back to 1. */
  boost: number;
}

/** Settings of the linear regression; every one has a default. */
export interface LinearRegressionOptions {
  /** Default 0.02. */
  readonly rate?: number;
  /** L2 penalty on touched slots; default 0. */
  readonly l2?: number;
  /** 2^bits slots; default 14. */
  readonly bits?: number;
}

const BOOST_HALF_LIFE = 500;
const LARGEST_LABEL = 1e100;

/**
 * Least squares by stochastic gradient descent: w ← w − rate · (w·x − y) · x, the gradient of ½(w·x − y)² times
 * the feature. A step is never longer than 1/|x|², past which it would overshoot its own example (normalised
 * least mean squares, Nagumo and Noda 1967), so no finite input makes it diverge.
 */
export function createLinearRegressionLearner(
  options: LinearRegressionOptions = {},
): SparseLearner<LinearRegressionState> {
  const { rate = 0.02, l2 = 0, bits = 14 } = options;
  const keep = 2 ** (-1 / BOOST_HALF_LIFE);
  const score = (state: LinearRegressionState, input: SparseVector): number => {
    let sum = 0;
    for (let i = 0; i < input.size; i++)
      sum += (state.weights[input.slots[i] ?? 0] ?? 0) * (input.values[i] ?? 0);
    return sum;
  };
  return {
    create: () => ({ weights: new Array<number>(2 ** bits).fill(0), boost: 1 }),
    score,
    learn(state, input, { score: predicted, label }) {
      const wanted = Math.min(Math.max(label, -LARGEST_LABEL), LARGEST_LABEL);
      const error = predicted - wanted;
      let squared = 0;
      for (let i = 0; i < input.size; i++) squared += (input.values[i] ?? 0) ** 2;
      const step = Math.min(rate * state.boost, 1 / squared);
      for (let i = 0; i < input.size; i++) {
        const slot = input.slots[i] ?? 0;
        const before = state.weights[slot] ?? 0;
        state.weights[slot] = before - step * (error * (input.values[i] ?? 0) + l2 * before);
      }
      state.boost = 1 + (state.boost - 1) * keep;
    },
    attribute(state, input, add) {
      for (let i = 0; i < input.size; i++)
        add(input.names?.[i] ?? '', (state.weights[input.slots[i] ?? 0] ?? 0) * (input.values[i] ?? 0));
    },
    raiseRate(state, factor) {
      state.boost = Math.min(state.boost * factor, factor);
    },
  };
}

/**
 * A number (revenue, minutes, visits) from mixed features by linear regression.
 *
 * State: one number a slot (default 16,384), and about 3.3 kB per numeric feature.
 *
 * @example
 * const model = createLinearRegression();
 * const state = model.create();
 * for (let i = 0; i < 400; i++) model.learnOne(state, { plan: i % 2 ? 'pro' : 'free' }, i % 2 ? 30 : 5);
 * model.predictOne(state, { plan: 'pro' }); // about 30
 */
export function createLinearRegression(
  options: LinearRegressionOptions & { readonly encoding?: Encoding } = {},
): ExplainableModel<EncodedState<LinearRegressionState>, Features, boolean | number> {
  const { bits = 14, encoding = 'scaled' } = options;
  return createFeatureModel(
    {
      name: 'linear-regression',
      version: 1,
      encoder: { encoding, bits, bins: 12, maxColumns: 256 },
      answers: 'value',
    },
    createLinearRegressionLearner({ ...options, bits }),
  );
}

import type { Encoding, SparseVector } from '../feature/encode-features.ts';
import { sigmoid } from './log-odds.ts';
import type { ExplainableModel, Features } from './online-model.ts';
import { createFeatureModel, type EncodedState, type SparseLearner } from './sparse-learner.ts';

/** State of FTRL-Proximal: two numbers a slot, 2^bits slots. */
export interface FtrlState {
  /**
   * At 2·slot: z, the sum of gradients less the proximal terms; after it the root of the sum of squared
   * gradients. The two lie side by side because they are always read together.
   */
  readonly cells: number[];
}

/** Settings of FTRL-Proximal; every one has a default. */
export interface FtrlOptions {
  /** Learning rate α; default 0.15. */
  readonly rate?: number;
  /** Smoothing β of the per-slot rate α/(β + √Σg²); default 1. */
  readonly smoothing?: number;
  /** L1 penalty: weights of slots that matter less are exactly 0; default 0. */
  readonly l1?: number;
  /** L2 penalty; default 1. */
  readonly l2?: number;
  /** The state has 2^bits slots; default 14. */
  readonly bits?: number;
}

/**
 * FTRL-Proximal logistic regression on encoded vectors (McMahan et al., "Ad Click Prediction: a View from the
 * Trenches", KDD 2013, algorithm 1): w = 0 where |z| ≤ λ1, else −(z − sign(z)·λ1) / ((β + √Σg²)/α + λ2).
 */
export function createFtrlLearner(options: FtrlOptions = {}): SparseLearner<FtrlState> {
  const { rate = 0.15, smoothing = 1, l1 = 0, l2 = 1, bits = 14 } = options;
  const slots = 2 ** bits;
  const inverse = 1 / rate;
  /** (β + √Σg²)/α + λ2 = (root + offset)/α. */
  const offset = smoothing + rate * l2;
  const weights: number[] = [];

  const weight = (cells: readonly number[], slot: number): number => {
    const z = cells[2 * slot] ?? 0;
    if (z <= l1 && z >= -l1) return 0;
    return (rate * ((z > 0 ? l1 : -l1) - z)) / ((cells[2 * slot + 1] ?? 0) + offset);
  };
  /** Also leaves every weight in `weights`, for the update that follows. */
  const score = ({ cells }: FtrlState, input: SparseVector): number => {
    const { size, slots: at, values } = input;
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const w = weight(cells, at[i] ?? 0);
      weights[i] = w;
      sum += w * (values[i] ?? 0);
    }
    return sum;
  };
  return {
    create: () => ({ cells: new Array<number>(2 * slots).fill(0) }),
    score,
    learn({ cells }, input, { score: predicted, label }) {
      const error = sigmoid(predicted) - label;
      const { size, slots: at, values } = input;
      for (let i = 0; i < size; i++) {
        const cell = 2 * (at[i] ?? 0);
        const gradient = error * (values[i] ?? 0);
        const before = cells[cell + 1] ?? 0;
        const after = Math.sqrt(before * before + gradient * gradient);
        cells[cell] = (cells[cell] ?? 0) + gradient - (after - before) * inverse * (weights[i] ?? 0);
        cells[cell + 1] = after;
      }
    },
    attribute(state, input, add) {
      for (let i = 0; i < input.size; i++)
        add(input.names?.[i] ?? '', weight(state.cells, input.slots[i] ?? 0) * (input.values[i] ?? 0));
    },
    raiseRate({ cells }, factor) {
      for (let slot = 0; slot < slots; slot++) {
        const before = cells[2 * slot + 1] ?? 0;
        if (before === 0) continue;
        const w = weight(cells, slot);
        const after = before / factor;
        cells[2 * slot + 1] = after;
        // Solve the weight's formula for z, so that only the rate changes. A weight L1 holds at 0 stays there.
        if (w !== 0) cells[2 * slot] = (w > 0 ? -l1 : l1) - w * (after + offset) * inverse;
      }
    },
  };
}

/**
 * P(label) from mixed features by FTRL-Proximal, with scaling, bins and hashed categories before it: the best
 * single linear model for sparse or mixed data, learning from each example as it comes.
 *
 * State: 2 · 2^bits numbers (default 32,768; 65 kB of JSON when empty) and about 3.3 kB per numeric feature.
 *
 * @example
 * const model = createFtrlModel();
 * const state = model.create();
 * for (let i = 0; i < 50; i++) {
 *   model.learnOne(state, { pages: 12, source: 'mail' }, true);
 *   model.learnOne(state, { pages: 1, source: 'ad' }, false);
 * }
 * model.predictOne(state, { pages: 12, source: 'mail' }); // > 0.9
 */
export function createFtrlModel(
  options: FtrlOptions & { readonly encoding?: Encoding } = {},
): ExplainableModel<EncodedState<FtrlState>, Features, boolean | number> {
  const { bits = 14, encoding = 'binned' } = options;
  return createFeatureModel(
    {
      name: 'ftrl',
      version: 1,
      encoder: { encoding, bits, bins: 12, maxColumns: 256 },
      answers: 'probability',
    },
    createFtrlLearner({ ...options, bits }),
  );
}

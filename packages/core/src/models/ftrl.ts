import type { Encoding } from '../feature/encode-features.ts';
import { sigmoid } from './log-odds.ts';
import type { ExplainableModel, Features } from './online-model.ts';
import { createFeatureModel, type EncodedState, type SparseLearner } from './sparse-learner.ts';

/** State of FTRL-Proximal: two numbers a slot, 2^bits slots. */
export interface FtrlState {
  /**
   * At 2·slot: the weight before L1 pulls it towards 0; after it the root of the sum of squared gradients. The two lie
   * side by side because they are always read together.
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
 *
 * Kept is not z but u, the weight as it would be without L1: u = −z·α / (√Σg² + o) with o = β + α·λ2. So w is u moved
 * towards 0 by λ1·α / (√Σg² + o), predicting divides nothing where λ1 = 0, and z ← z + g − (r′ − r)·w/α (r = √Σg²) becomes
 * u ← (u·(r + o) + w·(r′ − r) − α·g) / (r′ + o); without L1 that is u − α·g / (r′ + o), AdaGrad with an offset.
 */
export function createFtrlLearner(options: FtrlOptions = {}): SparseLearner<FtrlState> {
  const { rate = 0.15, smoothing = 1, l1 = 0, l2 = 1, bits = 14 } = options;
  const slots = 2 ** bits;
  const offset = smoothing + rate * l2;
  const pull = rate * l1;

  /** Moves a weight towards 0 by what L1 asks at this root; never past it. */
  const shrink = (free: number, root: number): number => {
    const by = pull / (root + offset);
    return free > by ? free - by : free < -by ? free + by : 0;
  };
  const weight = (cells: readonly number[], slot: number): number => {
    const free = cells[2 * slot] ?? 0;
    return pull === 0 ? free : shrink(free, cells[2 * slot + 1] ?? 0);
  };
  return {
    create: () => ({ cells: new Array<number>(2 * slots).fill(0) }),
    score({ cells }, { size, slots: at, values }) {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += weight(cells, at[i] ?? 0) * (values[i] ?? 0);
      return sum;
    },
    learn({ cells }, { size, slots: at, values }, { score, label }) {
      const error = sigmoid(score) - label;
      const shrinks = pull > 0;
      for (let i = 0; i < size; i++) {
        const cell = 2 * (at[i] ?? 0);
        const gradient = error * (values[i] ?? 0);
        const free = cells[cell] ?? 0;
        const before = cells[cell + 1] ?? 0;
        const after = Math.sqrt(before * before + gradient * gradient);
        const drawn = shrinks ? (free - shrink(free, before)) * (after - before) : 0;
        cells[cell] = free - (rate * gradient + drawn) / (after + offset);
        cells[cell + 1] = after;
      }
    },
    attribute({ cells }, input, add) {
      for (let i = 0; i < input.size; i++)
        add(input.names?.[i] ?? '', weight(cells, input.slots[i] ?? 0) * (input.values[i] ?? 0));
    },
    raiseRate({ cells }, factor) {
      for (let cell = 0; cell < 2 * slots; cell += 2) {
        const before = cells[cell + 1] ?? 0;
        if (before === 0) continue;
        const w = weight(cells, cell / 2);
        const after = before / factor;
        cells[cell + 1] = after;
        // Undo the new pull, so that only the rate changes. A weight that L1 holds at 0 stays there.
        if (w !== 0) cells[cell] = w + (Math.sign(w) * pull) / (after + offset);
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
      version: 2,
      encoder: { encoding, bits, bins: 12, maxColumns: 256 },
      answers: 'probability',
    },
    createFtrlLearner({ ...options, bits }),
  );
}

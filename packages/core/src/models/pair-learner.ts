import { createCrossedPairs, createFeatureCrosser } from '../feature/cross-features.ts';
import { createFtrlLearner, type FtrlState } from './ftrl.ts';
import { sigmoid } from './log-odds.ts';
import type { SparseLearner } from './sparse-learner.ts';

/** Settings of the learner of pairs; every one has a default. */
export interface PairOptions {
  /** Learning rate α; default 0.05. */
  readonly rate?: number;
  /** Smoothing β; default 1. */
  readonly smoothing?: number;
  /** L2 penalty; default 1. */
  readonly l2?: number;
  /** 2^bits slots; default 15. */
  readonly bits?: number;
}

/**
 * FTRL-Proximal on all pairs of an input's indicators: what {@link createFtrlLearner} without L1 does with them, number for
 * number. There are ten times as many pairs as features, all of value 1, so that one error, one square and one step
 * serve for all of them.
 */
export function createPairLearner(options: PairOptions = {}): SparseLearner<FtrlState> {
  const { rate = 0.05, smoothing = 1, l2 = 1, bits = 15 } = options;
  const offset = smoothing + rate * l2;
  const learner = createFtrlLearner({ rate, smoothing, l2, bits });
  const cross = createFeatureCrosser(bits);
  /** The pairs of the input in hand: those that `score` found, from which `learn` learns. */
  const pairs = createCrossedPairs();

  return {
    create: () => learner.create(),
    score({ cells }, input) {
      cross(input, pairs);
      const { size, slots } = pairs;
      let sum = 0;
      for (let i = 0; i < size; i++) sum += cells[2 * (slots[i] ?? 0)] ?? 0;
      return sum;
    },
    learn({ cells }, _input, { score, label }) {
      const { size, slots } = pairs;
      const error = sigmoid(score) - label;
      const square = error * error;
      const step = rate * error;
      for (let i = 0; i < size; i++) {
        const cell = 2 * (slots[i] ?? 0);
        const before = cells[cell + 1] ?? 0;
        const after = Math.sqrt(before * before + square);
        cells[cell + 1] = after;
        cells[cell] = (cells[cell] ?? 0) - step / (after + offset);
      }
    },
    attribute({ cells }, input, add) {
      const named = createCrossedPairs('named');
      cross(input, named);
      for (let i = 0; i < named.size; i++) add(named.names?.[i] ?? '', cells[2 * (named.slots[i] ?? 0)] ?? 0);
    },
    raiseRate: (state, factor) => learner.raiseRate(state, factor),
  };
}

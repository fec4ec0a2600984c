import { labelValue } from './log-odds.ts';
import type { ExplainableModel } from './online-model.ts';

/** State of the base rates: how many labels, their mean, and their recent mean. */
export interface BaseRateState {
  count: number;
  rate: number;
  recent: number;
}

/** Settings of the base rate. */
export interface BaseRateOptions {
  /** Examples until a label weighs half in the recent rate; default 70. */
  readonly halfLife?: number;
  /** Which rate is predicted; default `recent`. */
  readonly predictBy?: 'all' | 'recent';
}

/** Both rates start at 1/2, as if this many labels had been seen. */
const PRIOR_LABELS = 2;

/**
 * The share of positive labels so far, and lately: what every other model must beat, and an expert that a mixer
 * uses to follow a rate that moves.
 *
 * State: 3 numbers.
 *
 * @example
 * const model = createBaseRate({ predictBy: 'all' });
 * const state = model.create();
 * for (const label of [true, false, false, false]) model.learnOne(state, undefined, label);
 * model.predictOne(state, undefined); // (1 + 1)/(4 + 2)
 */
export function createBaseRate(
  options: BaseRateOptions = {},
): ExplainableModel<BaseRateState, unknown, boolean | number> {
  const { halfLife = 70, predictBy = 'recent' } = options;
  const slowest = 1 - 2 ** (-1 / halfLife);
  const rateOf = (state: BaseRateState): number => (predictBy === 'all' ? state.rate : state.recent);
  return {
    name: 'base-rate',
    version: 1,
    create: () => ({ count: 0, rate: 0.5, recent: 0.5 }),
    predictOne: rateOf,
    learnOne(state, _input, label) {
      const value = labelValue(label);
      state.count++;
      const step = 1 / (state.count + PRIOR_LABELS);
      state.rate += (value - state.rate) * step;
      state.recent += (value - state.recent) * Math.max(step, slowest);
      return state;
    },
    explainOne(state) {
      const rate = rateOf(state);
      const contributions = [{ name: '(base rate)', amount: rate }];
      return { prediction: rate, total: rate, unit: 'probability', contributions };
    },
  };
}

import type { Features, FeatureValue } from '../models/online-model.ts';

/** What a window remembers: the newest labels and the newest number of each feature. */
export interface WindowState {
  /** Ring of the newest labels; `label` steps back of `count` is at `(count − back) mod length`. */
  readonly labels: number[];
  count: number;
  /** Newest numbers by name, parallel arrays; at most `MOST_FEATURES`. */
  readonly names: string[];
  readonly numbers: number[];
}

/** Which earlier labels become features. */
export interface WindowOptions {
  /** Steps back, each at least 1. */
  readonly lags: readonly number[];
}

/** Features whose newest value is kept; of later names no change is told. */
const MOST_FEATURES = 128;
const LONGEST_NAME = 200;

/** A window that has seen nothing; `max(lags)` labels and at most 128 numbers. */
export function createWindow({ lags }: WindowOptions): WindowState {
  return { labels: new Array<number>(Math.max(1, ...lags)).fill(0), count: 0, names: [], numbers: [] };
}

/**
 * The features and what the window knows besides: `label −k` (the label k steps back, missing until there is
 * one) and `change of x` (the number less the one before). Names that the caller uses already are not replaced.
 *
 * @example
 * const state = createWindow({ lags: [1] });
 * learnWindow(state, { price: 3 }, true);
 * withWindow({ lags: [1] }, state, { price: 5 }); // { price: 5, 'label −1': true, 'change of price': 2 }
 */
export function withWindow({ lags }: WindowOptions, state: WindowState, input: Features): Features {
  const widened: Record<string, FeatureValue> = Object.create(null);
  for (const lag of lags) {
    const label = state.labels[(state.count - lag) % state.labels.length];
    widened[`label −${lag}`] = lag > state.count || label === undefined ? null : asFeature(label);
  }
  for (let i = 0; i < state.names.length; i++) {
    const name = state.names[i] ?? '';
    const now = Object.hasOwn(input, name) ? input[name] : undefined;
    widened[`change of ${name}`] = typeof now === 'number' ? limit(now - (state.numbers[i] ?? 0)) : null;
  }
  for (const name in input) widened[name] = input[name];
  return widened;
}

/** Takes one labelled example in, in place. */
export function learnWindow(state: WindowState, input: Features, label: boolean | number): void {
  state.labels[state.count % state.labels.length] = Number(label);
  state.count++;
  for (const name in input) {
    const value = input[name];
    if (typeof value !== 'number' || Number.isNaN(value) || name.length > LONGEST_NAME) continue;
    const at = state.names.indexOf(name);
    if (at >= 0) state.numbers[at] = limit(value);
    else if (state.names.length < MOST_FEATURES) {
      state.names.push(name);
      state.numbers.push(limit(value));
    }
  }
}

/** Labels 0 and 1 are read as the categories they are, others as numbers. */
function asFeature(label: number): FeatureValue {
  return label === 0 || label === 1 ? label === 1 : label;
}

/** The difference of two huge numbers must stay finite, and JSON has no infinity. */
function limit(value: number): number {
  return Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);
}

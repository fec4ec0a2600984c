import type { Features, FeatureValue } from '../models/online-model.ts';

/** What a window remembers: the newest labels, and the newest numbers of each feature. */
export interface WindowState {
  /** Ring of the newest labels: the one `back` steps back is at `(count − back) mod length`. */
  readonly labels: number[];
  count: number;
  /** Numeric features by name; at most `MOST_FEATURES`. */
  readonly names: string[];
  /** Ring of the newest numbers of each feature. */
  readonly numbers: number[][];
  /** How many numbers of each feature were seen. */
  readonly seen: number[];
}

/** What a window adds. */
export interface WindowOptions {
  /** Earlier labels, in steps back, each at least 1. */
  readonly lags: readonly number[];
  /** Lengths of the windows over which each number is averaged; default none. */
  readonly means?: readonly number[];
}

/** Features whose numbers are kept; of later names no change is told. */
const MOST_FEATURES = 128;
const LONGEST_NAME = 200;

/** A window that has seen nothing; `max(lags)` labels and at most 128 · max(1, means) numbers. */
export function createWindow({ lags }: WindowOptions): WindowState {
  return {
    labels: new Array<number>(Math.max(1, ...lags)).fill(0),
    count: 0,
    names: [],
    numbers: [],
    seen: [],
  };
}

/**
 * The features and what the window knows besides: `label −k` (the label k steps back, missing until there is
 * one), `change of x` (the number less the one before) and `mean of k x` (of the k numbers before this one).
 * Names that the caller uses already are not replaced.
 *
 * @example
 * const options = { lags: [1], means: [2] };
 * const state = createWindow(options);
 * learnWindow(options, state, { input: { price: 3 }, label: true });
 * withWindow(options, state, { price: 5 });
 * // { price: 5, 'label −1': true, 'change of price': 2, 'mean of 2 price': 3 }
 */
export function withWindow(
  { lags, means = [] }: WindowOptions,
  state: WindowState,
  input: Features,
): Features {
  const widened: Record<string, FeatureValue> = Object.create(null);
  for (const lag of lags) {
    const label = state.labels[(state.count - lag) % state.labels.length];
    widened[`label −${lag}`] = lag > state.count || label === undefined ? null : asFeature(label);
  }
  state.names.forEach((name, i) => {
    const now = Object.hasOwn(input, name) ? input[name] : undefined;
    const ring = state.numbers[i] ?? [];
    const seen = state.seen[i] ?? 0;
    const last = ring[(seen - 1) % ring.length] ?? 0;
    widened[`change of ${name}`] = typeof now === 'number' ? limit(now - last) : null;
    for (const length of means) widened[`mean of ${length} ${name}`] = meanOf(ring, seen, length);
  });
  for (const name in input) widened[name] = input[name];
  return widened;
}

/** Takes one labelled example in, in place. */
export function learnWindow(
  { means = [] }: WindowOptions,
  state: WindowState,
  { input, label }: { readonly input: Features; readonly label: boolean | number },
): void {
  state.labels[state.count % state.labels.length] = Number(label);
  state.count++;
  const length = Math.max(1, ...means);
  for (const name in input) {
    const value = input[name];
    if (typeof value !== 'number' || Number.isNaN(value) || name.length > LONGEST_NAME) continue;
    let at = state.names.indexOf(name);
    if (at < 0) {
      if (state.names.length >= MOST_FEATURES) continue;
      at = state.names.push(name) - 1;
      state.numbers.push([]);
      state.seen.push(0);
    }
    const seen = state.seen[at] ?? 0;
    const ring = state.numbers[at];
    if (ring !== undefined) ring[seen % length] = limit(value);
    state.seen[at] = seen + 1;
  }
}

/** Mean of the newest `length` numbers of a ring, or of as many as there are. */
function meanOf(ring: readonly number[], seen: number, length: number): number {
  const count = Math.min(length, seen, ring.length);
  let mean = 0;
  for (let back = 1; back <= count; back++) mean += (ring[(seen - back) % ring.length] ?? 0) / count;
  return mean;
}

/** Labels 0 and 1 are read as the categories they are, others as numbers. */
function asFeature(label: number): FeatureValue {
  return label === 0 || label === 1 ? label === 1 : label;
}

/** The difference of two huge numbers must stay finite, and JSON has no infinity. */
function limit(value: number): number {
  return Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);
}

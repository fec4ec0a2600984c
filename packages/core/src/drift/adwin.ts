import type { DriftDetector } from './page-hinkley.ts';

/** State of ADWIN: an exponential histogram of the window; about 2·5·log₂(window) numbers. */
export interface AdwinState {
  /** Values in the window. */
  count: number;
  /** Their sum. */
  sum: number;
  /** Sum of their squared deviations from the mean. */
  squares: number;
  /** Values since the last check. */
  sinceCheck: number;
  /** Row r holds buckets of 2^r values each, oldest first: their sums … */
  readonly sums: number[][];
  /** … and their sums of squared deviations. */
  readonly deviations: number[][];
  /** Alarms so far. */
  alarms: number;
}

/** Settings of ADWIN. */
export interface AdwinOptions {
  /** Probability of a false alarm that is tolerated at each check; default 0.002. */
  readonly delta?: number;
  /** Check every so many values; default 32. */
  readonly every?: number;
  /** Which change is an alarm: any, or only a mean that rises (losses); default `any`. */
  readonly alarmOn?: 'any' | 'rise';
}

/** Buckets in a row before the two oldest merge (the paper's M). */
const BUCKETS = 5;
/** Neither half of a cut may be smaller. */
const SMALLEST_HALF = 5;
/** Rows, hence a window of at most 5·(2^33) values: for ever. */
const MOST_ROWS = 33;

/**
 * ADWIN2, the adaptive window (Bifet and Gavaldà, SDM 2007): the window is cut where two halves differ by more
 * than ε = √(2/m · σ² · ln(2/δ′)) + 2/(3m) · ln(2/δ′), with 1/m = 1/n₀ + 1/n₁ and δ′ = δ/ln n; the older half
 * is dropped. Values should lie between 0 and 1. Memory grows with the logarithm of the window.
 *
 * @example
 * const adwin = createAdwin();
 * const state = adwin.create();
 * for (let i = 0; i < 2000; i++) adwin.watchOne(state, i % 5 === 0 ? 1 : 0); // mean 0.2
 * for (let i = 0; i < 500; i++) adwin.watchOne(state, i % 5 === 0 ? 0 : 1); // mean 0.8
 * state.alarms; // > 0
 */
export function createAdwin(options: AdwinOptions = {}): DriftDetector<AdwinState> {
  const { delta = 0.002, every = 32, alarmOn = 'any' } = options;
  return {
    name: 'adwin',
    create: () => ({
      count: 0,
      sum: 0,
      squares: 0,
      sinceCheck: 0,
      sums: [[]],
      deviations: [[]],
      alarms: 0,
    }),
    watchOne(state, value) {
      insert(state, value);
      state.sinceCheck++;
      if (state.sinceCheck < every || state.count < 2 * SMALLEST_HALF) return false;
      state.sinceCheck = 0;
      const change = dropOld(state, delta);
      const alarm = alarmOn === 'rise' ? change > 0 : change !== 0;
      if (alarm) state.alarms++;
      return alarm;
    },
  };
}

function insert(state: AdwinState, value: number): void {
  if (state.count > 0) {
    const mean = state.sum / state.count;
    state.squares += ((value - mean) ** 2 * state.count) / (state.count + 1);
  }
  state.count++;
  state.sum += value;
  state.sums[0]?.push(value);
  state.deviations[0]?.push(0);
  for (let row = 0; row < state.sums.length; row++) {
    const sums = state.sums[row];
    const deviations = state.deviations[row];
    if (sums === undefined || deviations === undefined || sums.length <= BUCKETS) return;
    if (row + 1 === state.sums.length && state.sums.length < MOST_ROWS) {
      state.sums.push([]);
      state.deviations.push([]);
    }
    const [a = 0, b = 0] = sums.splice(0, 2);
    const [da = 0, db = 0] = deviations.splice(0, 2);
    const size = 2 ** row;
    state.sums[row + 1]?.push(a + b);
    state.deviations[row + 1]?.push(da + db + (a - b) ** 2 / (2 * size));
  }
}

/** Drops old buckets while some cut shows a change; answers how far the mean moved (0: no change). */
function dropOld(state: AdwinState, delta: number): number {
  let moved = 0;
  for (;;) {
    const change = findChange(state, delta);
    if (change === 0) return moved;
    moved = moved === 0 ? change : moved;
    dropOldest(state);
  }
}

/** Newer mean less older mean at the first cut, from the oldest, where they differ too much; else 0. */
function findChange(state: AdwinState, delta: number): number {
  const { count, sum } = state;
  const variance = state.squares / count;
  const evidence = Math.log((2 * Math.log(count)) / delta);
  let oldCount = 0;
  let oldSum = 0;
  for (let row = state.sums.length - 1; row >= 0; row--) {
    for (const bucket of state.sums[row] ?? []) {
      oldCount += 2 ** row;
      oldSum += bucket;
      const newCount = count - oldCount;
      if (newCount < SMALLEST_HALF) return 0;
      if (oldCount < SMALLEST_HALF) continue;
      const inverse = 1 / oldCount + 1 / newCount;
      const epsilon = Math.sqrt(2 * inverse * variance * evidence) + (2 / 3) * inverse * evidence;
      const change = (sum - oldSum) / newCount - oldSum / oldCount;
      if (Math.abs(change) > epsilon) return change;
    }
  }
  return 0;
}

function dropOldest(state: AdwinState): void {
  const row = state.sums.findLastIndex((buckets) => buckets.length > 0);
  const gone = state.sums[row]?.shift() ?? 0;
  const deviation = state.deviations[row]?.shift() ?? 0;
  const size = 2 ** row;
  const left = state.count - size;
  const difference = gone / size - (state.sum - gone) / left;
  state.squares = Math.max(0, state.squares - deviation - (difference ** 2 * size * left) / state.count);
  state.count = left;
  state.sum -= gone;
}

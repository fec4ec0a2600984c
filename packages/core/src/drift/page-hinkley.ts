/** State of a Page-Hinkley test; five numbers. */
export interface PageHinkleyState {
  count: number;
  mean: number;
  /** Faded sum of how far values lay above the mean, less the tolerance. */
  sum: number;
  lowest: number;
  /** Alarms so far. */
  alarms: number;
}

/** Settings of the test; the defaults suit losses between 0 and 1. */
export interface PageHinkleyOptions {
  /** Changes of the mean smaller than this are tolerated; default 0.005. */
  readonly tolerance?: number;
  /** Alarm when the sum has risen this far above its lowest; default 50. */
  readonly threshold?: number;
  /** Forgetting factor of the sum; default 0.9999. */
  readonly keep?: number;
  /** No alarm before this many values; default 30. */
  readonly patience?: number;
}

/** A detector of change in a stream of numbers: `watchOne` answers whether this number raised the alarm. */
export interface DriftDetector<State> {
  readonly name: string;
  create(): State;
  /** Takes one number in, in place. After an alarm the detector starts afresh (the model it watches does not). */
  watchOne(state: State, value: number): boolean;
}

/**
 * Page-Hinkley test for a rising mean (Page 1954; Gama et al., "On evaluating stream learning algorithms",
 * 2013): m = keep·m + (x − mean − tolerance); alarm when m − min m > threshold. Cheap, five numbers; slow on
 * small changes.
 *
 * @example
 * const test = createPageHinkley();
 * const state = test.create();
 * for (let i = 0; i < 1000; i++) test.watchOne(state, 0.1);
 * let steps = 0;
 * while (!test.watchOne(state, 0.9)) steps++;
 * steps; // about 65: the change was seen
 */
export function createPageHinkley(options: PageHinkleyOptions = {}): DriftDetector<PageHinkleyState> {
  const { tolerance = 0.005, threshold = 50, keep = 0.9999, patience = 30 } = options;
  return {
    name: 'page-hinkley',
    create: () => ({ count: 0, mean: 0, sum: 0, lowest: 0, alarms: 0 }),
    watchOne(state, value) {
      state.count++;
      state.mean += (value - state.mean) / state.count;
      state.sum = keep * state.sum + (value - state.mean - tolerance);
      state.lowest = Math.min(state.lowest, state.sum);
      if (state.count < patience || state.sum - state.lowest <= threshold) return false;
      state.alarms++;
      Object.assign(state, { count: 0, mean: 0, sum: 0, lowest: 0 });
      return true;
    },
  };
}

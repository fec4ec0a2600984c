import { type AdwinState, createAdwin } from './adwin.ts';

/** One alarm: when, and how much worse the loss had become. */
export interface DriftAlarm {
  /** Examples learned when the alarm rose. */
  readonly at: number;
  /** Mean of what is watched over the window that was kept: 0.5 is as good as the base rate, lower is better. */
  readonly loss: number;
}

/** Watch over a model's loss; plain JSON, a few kilobytes. */
export interface DriftWatchState {
  examples: number;
  readonly detector: AdwinState;
  /** The newest alarms, oldest first; at most `ALARMS_KEPT`. */
  readonly alarms: DriftAlarm[];
}

/** The log of alarms is bounded; `detector.alarms` counts them all. */
export const ALARMS_KEPT = 32;
/** Log losses farther apart than this (a factor e³ of likelihood) count as this far apart. */
const LARGEST_GAP = 3;

const DETECTOR = { delta: 0.002, every: 32, alarmOn: 'rise' } as const;

/** A watch that has seen nothing. */
export function createDriftWatch(): DriftWatchState {
  return { examples: 0, detector: createAdwin(DETECTOR).create(), alarms: [] };
}

/**
 * Takes the loss of one prediction in and, when ADWIN finds that it has risen, logs an alarm and calls
 * `raiseRate`: a model that has become wrong learns faster for a while. It never forgets what it knew.
 *
 * What is watched is the log loss above that of the recent base rate: when positives merely become more common,
 * every model's loss grows, and no relation has changed.
 */
export function watchDrift(
  state: DriftWatchState,
  outcome: { readonly probability: number; readonly baseRate: number; readonly label: number },
  raiseRate: () => void,
): void {
  const { probability, baseRate, label } = outcome;
  const gap = logLossOf(probability, label) - logLossOf(baseRate, label);
  const loss = 0.5 + Math.min(Math.max(gap / LARGEST_GAP, -1), 1) / 2;
  state.examples++;
  if (!createAdwin(DETECTOR).watchOne(state.detector, loss)) return;
  state.alarms.push({ at: state.examples, loss: state.detector.sum / state.detector.count });
  if (state.alarms.length > ALARMS_KEPT) state.alarms.shift();
  raiseRate();
}

function logLossOf(probability: number, label: number): number {
  return -Math.log(Math.max(label * probability + (1 - label) * (1 - probability), 1e-9));
}

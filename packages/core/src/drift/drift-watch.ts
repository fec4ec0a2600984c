import { type AdwinState, createAdwin } from './adwin.ts';
import type { DriftDetector } from './page-hinkley.ts';

/** One alarm: when, and how much worse the loss had become. */
export interface DriftAlarm {
  /** Examples learned when the alarm rose. */
  readonly at: number;
  /** Mean of what is watched over the last hundred examples or so: 0.5 is as good as the base rate, lower is better. */
  readonly loss: number;
}

/** State of a watch over a model's loss; plain JSON, a few kilobytes. */
export interface DriftWatchState<Detector = AdwinState> {
  examples: number;
  /** Mean of what is watched, lately. */
  recent: number;
  readonly detector: Detector;
  /** The newest alarms, oldest first; at most `ALARMS_KEPT`. */
  readonly alarms: DriftAlarm[];
}

/** The log of alarms is bounded; `detector.alarms` counts them all. */
export const ALARMS_KEPT = 32;
/** Log losses farther apart than this (a factor e³ of likelihood) count as this far apart. */
const LARGEST_GAP = 3;

const DETECTOR = { delta: 0.002, every: 32, alarmOn: 'rise' } as const;
/** How much one example moves the recent mean. */
const RECENT = 0.01;

/** One prediction, the rate at which labels are positive lately, and the label that came. */
export interface WatchedOutcome {
  readonly probability: number;
  readonly baseRate: number;
  readonly label: number;
}

/** A watch over a model's loss. */
export interface DriftWatch<Detector> {
  /** A state that has seen nothing. */
  create(): DriftWatchState<Detector>;
  /** Takes one outcome in, in place, and calls `raiseRate` when the loss has risen. */
  watchOne(state: DriftWatchState<Detector>, outcome: WatchedOutcome, raiseRate: () => void): void;
}

/**
 * Watches the loss of a model's predictions by ADWIN, or by another detector such as {@link createPageHinkley}: when
 * it has risen, the alarm is logged and the model learns faster for a while. It never forgets what it knew.
 *
 * What is watched is the log loss above that of the recent base rate: when positives merely become more common,
 * every model's loss grows, and no relation has changed.
 *
 * @example
 * const watch = createDriftWatch(createPageHinkley());
 * const state = watch.create();
 * let raised = 0;
 * for (let i = 0; i < 2000; i++) {
 *   // Right for a thousand examples, then wrong.
 *   watch.watchOne(state, { probability: i < 1000 ? 0.9 : 0.1, baseRate: 0.5, label: 1 }, () => raised++);
 * }
 * raised; // > 0
 * state.alarms[0].at > 1000; // true
 */
export function createDriftWatch(): DriftWatch<AdwinState>;
export function createDriftWatch<Detector>(detector: DriftDetector<Detector>): DriftWatch<Detector>;
export function createDriftWatch(
  detector: DriftDetector<unknown> = createAdwin(DETECTOR),
): DriftWatch<unknown> {
  return {
    create: () => ({ examples: 0, recent: 0.5, detector: detector.create(), alarms: [] }),
    watchOne(state, { probability, baseRate, label }, raiseRate) {
      const gap = logLossOf(probability, label) - logLossOf(baseRate, label);
      const loss = 0.5 + Math.min(Math.max(gap / LARGEST_GAP, -1), 1) / 2;
      state.examples++;
      state.recent += (loss - state.recent) * Math.max(RECENT, 1 / state.examples);
      if (!detector.watchOne(state.detector, loss)) return;
      state.alarms.push({ at: state.examples, loss: state.recent });
      if (state.alarms.length > ALARMS_KEPT) state.alarms.shift();
      raiseRate();
    },
  };
}

function logLossOf(probability: number, label: number): number {
  return -Math.log(Math.max(label * probability + (1 - label) * (1 - probability), 1e-9));
}

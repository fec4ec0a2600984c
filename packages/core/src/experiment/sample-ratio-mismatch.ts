import { upperIncompleteGamma } from '../statistics/incomplete-gamma.ts';

/** Whether an experiment's arms got the traffic they were meant to get. */
export interface SampleRatioResult {
  /** Pearson's chi-square with one degree of freedom fewer than there are arms. */
  readonly chiSquare: number;
  readonly pValue: number;
  /**
   * True when the p-value is below the threshold: something drops or doubles units, and no result can be trusted.
   */
  readonly alarm: boolean;
}

/** Low, because the check runs for every experiment, every day. */
const DEFAULT_THRESHOLD = 0.001;

/**
 * Sample-ratio-mismatch alarm: observed units per arm against the arms' weights. An arm of weight 0 that has units
 * alarms.
 *
 * Source: Fabijan et al., "Diagnosing sample ratio mismatch", KDD 2019.
 *
 * @example
 * checkSampleRatio([{ units: 5000, weight: 1 }, { units: 5300, weight: 1 }]).alarm; // false, p = .0031
 */
export function checkSampleRatio(
  arms: readonly { readonly units: number; readonly weight: number }[],
  threshold = DEFAULT_THRESHOLD,
): SampleRatioResult {
  const units = arms.reduce((sum, arm) => sum + arm.units, 0);
  const weight = arms.reduce((sum, arm) => sum + arm.weight, 0);
  if (arms.some((arm) => arm.weight <= 0 && arm.units > 0)) {
    return { chiSquare: Number.MAX_VALUE, pValue: 0, alarm: true };
  }
  const open = arms.filter((arm) => arm.weight > 0);
  if (units === 0 || open.length < 2) return { chiSquare: 0, pValue: 1, alarm: false };
  const chiSquare = open.reduce((sum, arm) => {
    const expected = (units * arm.weight) / weight;
    return sum + (arm.units - expected) ** 2 / expected;
  }, 0);
  const pValue = upperIncompleteGamma((open.length - 1) / 2, chiSquare / 2);
  return { chiSquare, pValue, alarm: pValue < threshold };
}

import { normalQuantile, normalTwoSided } from '../statistics/normal-distribution.ts';
import { differenceVariance, type Interval, type Proportion, rateOf } from './proportion.ts';

/** A two-sided test of two conversion rates. */
export interface TwoProportionResult {
  /** Treatment rate minus control rate. */
  readonly difference: number;
  /** Difference over its pooled standard error; 0 when nothing varied. */
  readonly z: number;
  readonly pValue: number;
  /** Wald interval of the difference, unpooled, at the asked confidence. */
  readonly interval: Interval;
}

/**
 * Two-proportion z-test, two-sided, with the pooled variance for z and the unpooled one for the interval.
 * For one look at the end; whoever looks earlier uses {@link alwaysValidProportions}, whoever has fewer than five
 * successes or failures in an arm uses {@link fisherExactTest}.
 *
 * @param confidence of the interval, default 0.95
 * @example
 * twoProportionTest({ successes: 200, trials: 1000 }, { successes: 250, trials: 1000 }).pValue; // 0.00742
 */
export function twoProportionTest(
  control: Proportion,
  treatment: Proportion,
  confidence = 0.95,
): TwoProportionResult {
  const difference = rateOf(treatment) - rateOf(control);
  const trials = control.trials + treatment.trials;
  const pooled = trials > 0 ? (control.successes + treatment.successes) / trials : 0;
  const pooledVariance =
    control.trials > 0 && treatment.trials > 0
      ? pooled * (1 - pooled) * (1 / control.trials + 1 / treatment.trials)
      : 0;
  const z = pooledVariance > 0 ? difference / Math.sqrt(pooledVariance) : 0;
  const half = normalQuantile((1 + confidence) / 2) * Math.sqrt(differenceVariance(control, treatment));
  return {
    difference,
    z,
    pValue: normalTwoSided(z),
    interval: { lower: difference - half, upper: difference + half },
  };
}

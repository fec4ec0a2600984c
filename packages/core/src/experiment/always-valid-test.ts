import { type Moments, sampleVariance } from '../statistics/moments.ts';
import { differenceVariance, type Interval, type Proportion, rateOf } from './proportion.ts';

/** A test that may be looked at after every visitor. */
export interface AlwaysValidResult {
  readonly difference: number;
  /** Mixture likelihood ratio of a difference against none. */
  readonly lambda: number;
  /**
   * `min(1, 1/lambda)`, 1 while there is too little data; see {@link keepSmallest} for the p-value of many looks.
   */
  readonly pValue: number;
  /**
   * Covers the true difference at all looks at once with the asked confidence; undefined while there is too little
   * data.
   */
  readonly interval: Interval | undefined;
}

/** How {@link alwaysValidProportions} and {@link alwaysValidMeans} mix. */
export interface AlwaysValidOptions {
  /**
   * Variance of the differences one expects, in squared units of the difference; power is best for differences near
   * its root. For rates by default 1e-4, differences of about one percentage point.
   */
  readonly tauSquared: number;
  /** Of the interval, default 0.95. */
  readonly confidence?: number;
}

/**
 * Below this many successes and failures in each arm the variance is not known well enough for the normal
 * approximation behind the test, and it says nothing.
 */
const LEAST_OUTCOMES = 10;
const LEAST_VALUES = 30;
const TAU_SQUARED_OF_RATES = 1e-4;

/**
 * Mixture sequential probability ratio test of two conversion rates: P(the p-value ever falls below α) ≤ α without
 * an effect, however often one looks, so an experiment may be stopped the moment it is decided. The guarantee is
 * exact for normal values of known variance; for rates it is measured (`pnpm bench models --only ab`).
 *
 * Λ = √(V/(V+τ²))·exp(τ²Δ²/(2V(V+τ²))), Δ the difference, V its unpooled variance; the interval holds every Δ₀ with
 * Λ(Δ − Δ₀) < 1/α. Source: Johari, Koomen, Pekelis & Walsh, "Peeking at A/B tests", KDD 2017; Robbins, Ann. Math.
 * Stat. 41 (1970).
 *
 * @example
 * alwaysValidProportions({ successes: 200, trials: 1000 }, { successes: 250, trials: 1000 })
 *   .lambda; // 1.9687
 */
export function alwaysValidProportions(
  control: Proportion,
  treatment: Proportion,
  options: Partial<AlwaysValidOptions> = {},
): AlwaysValidResult {
  const enough = [control, treatment].every(
    ({ successes, trials }) => successes >= LEAST_OUTCOMES && trials - successes >= LEAST_OUTCOMES,
  );
  return judge(rateOf(treatment) - rateOf(control), differenceVariance(control, treatment), {
    tauSquared: TAU_SQUARED_OF_RATES,
    ...options,
    enough,
  });
}

/** The same test for two means, from mergeable moments; says nothing before 30 values in each arm. */
export function alwaysValidMeans(
  control: Moments,
  treatment: Moments,
  options: AlwaysValidOptions,
): AlwaysValidResult {
  const enough = control.count >= LEAST_VALUES && treatment.count >= LEAST_VALUES;
  const variance =
    sampleVariance(control) / Math.max(1, control.count) +
    sampleVariance(treatment) / Math.max(1, treatment.count);
  return judge(treatment.mean - control.mean, variance, { ...options, enough });
}

/** What all looks so far say together. */
export type AlwaysValidVerdict = Pick<AlwaysValidResult, 'pValue' | 'interval'>;

/**
 * The verdict after one more look: the smallest p-value and the intersection of all intervals so far, which keep
 * their guarantee together. Disjoint intervals (the effect changed over time) leave an empty one, `lower > upper`.
 */
export function keepSmallest(before: AlwaysValidVerdict, now: AlwaysValidVerdict): AlwaysValidVerdict {
  const pValue = Math.min(before.pValue, now.pValue);
  if (!before.interval || !now.interval) return { pValue, interval: before.interval ?? now.interval };
  return {
    pValue,
    interval: {
      lower: Math.max(before.interval.lower, now.interval.lower),
      upper: Math.min(before.interval.upper, now.interval.upper),
    },
  };
}

function judge(
  difference: number,
  variance: number,
  options: AlwaysValidOptions & { readonly enough: boolean },
): AlwaysValidResult {
  const { tauSquared, confidence = 0.95, enough } = options;
  if (variance <= 0) return { difference, lambda: 1, pValue: 1, interval: undefined };
  const spread = variance + tauSquared;
  const logLambda =
    0.5 * Math.log(variance / spread) + (tauSquared * difference ** 2) / (2 * variance * spread);
  const lambda = Math.exp(Math.min(logLambda, 700));
  if (!enough) return { difference, lambda, pValue: 1, interval: undefined };
  const half = Math.sqrt(
    ((2 * variance * spread) / tauSquared) * (-Math.log(1 - confidence) + 0.5 * Math.log(spread / variance)),
  );
  return {
    difference,
    lambda,
    pValue: Math.min(1, 1 / lambda),
    interval: { lower: difference - half, upper: difference + half },
  };
}

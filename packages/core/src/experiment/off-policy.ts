import { momentsOf, sampleVariance } from '../statistics/moments.ts';
import { normalQuantile } from '../statistics/normal-distribution.ts';
import type { Interval } from './proportion.ts';

/** One logged choice, and what the policy in question would have done with it. */
export interface LoggedChoice {
  readonly reward: number;
  /** Probability with which the logging policy chose this arm, > 0. */
  readonly propensity: number;
  /** Probability with which the policy in question would choose this arm. */
  readonly targetProbability: number;
  /** A model's expected reward of this arm; for {@link estimateDoublyRobust}. */
  readonly predictedReward?: number;
  /**
   * The model's expected reward under the policy in question: Σ over arms of its probability times the model's
   * reward.
   */
  readonly predictedValue?: number;
}

/** What a policy would have earned for each choice. */
export interface OffPolicyEstimate {
  readonly value: number;
  /** Normal interval at 95 %. */
  readonly interval: Interval;
  /** (Σw)²/Σw²: how many choices the estimate really rests on. */
  readonly effectiveCount: number;
}

/** Weights are clipped here: a little bias against unbounded variance. */
const DEFAULT_CLIP = 100;

/**
 * Inverse propensity scoring: the mean of reward × targetProbability/propensity. Unbiased while the logged
 * propensities are true and no weight is clipped.
 *
 * Source: Horvitz & Thompson, JASA 47 (1952); Strehl, Langford, Li & Kakade, NIPS 2010.
 *
 * @param clip largest weight, default 100
 * @example
 * const shown = { reward: 1, propensity: 0.5, targetProbability: 1 };
 * const other = { reward: 0, propensity: 0.5, targetProbability: 0 };
 * estimateIps([shown, other]).value; // 1
 */
export function estimateIps(log: readonly LoggedChoice[], clip = DEFAULT_CLIP): OffPolicyEstimate {
  return summarise(log, clip, (choice, weight) => weight * choice.reward);
}

/**
 * Doubly robust: the model's value plus the weighted error of the model on the arm that was shown. Right when
 * either the propensities or the model is; with less variance than {@link estimateIps} when the model is any good.
 * A missing prediction counts as 0.
 *
 * Source: Dudík, Langford & Li, ICML 2011.
 */
export function estimateDoublyRobust(log: readonly LoggedChoice[], clip = DEFAULT_CLIP): OffPolicyEstimate {
  return summarise(
    log,
    clip,
    ({ reward, predictedReward = 0, predictedValue = 0 }, weight) =>
      predictedValue + weight * (reward - predictedReward),
  );
}

function summarise(
  log: readonly LoggedChoice[],
  clip: number,
  term: (choice: LoggedChoice, weight: number) => number,
): OffPolicyEstimate {
  const weights = log.map(({ targetProbability, propensity }) =>
    Math.min(clip, targetProbability / propensity),
  );
  const moments = momentsOf(log.map((choice, i) => term(choice, weights[i] ?? 0)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const squares = weights.reduce((total, weight) => total + weight * weight, 0);
  const half = normalQuantile(0.975) * Math.sqrt(sampleVariance(moments) / Math.max(1, moments.count));
  return {
    value: moments.mean,
    interval: { lower: moments.mean - half, upper: moments.mean + half },
    effectiveCount: squares > 0 ? sum ** 2 / squares : 0,
  };
}

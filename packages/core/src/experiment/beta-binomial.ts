import { incompleteBeta } from '../statistics/incomplete-beta.ts';
import { logBeta } from '../statistics/log-gamma.ts';
import type { Interval, Proportion } from './proportion.ts';

/**
 * A belief about a rate: Beta(alpha, beta), both > 0; alpha − 1 successes and beta − 1 failures seen under a flat
 * prior.
 */
export interface BetaBelief {
  readonly alpha: number;
  readonly beta: number;
}

/** Every rate equally likely. */
export const FLAT_PRIOR: BetaBelief = { alpha: 1, beta: 1 };

/** What {@link compareBeliefs} says of two arms. */
export interface BeliefComparison {
  /** P(treatment rate > control rate). */
  readonly probabilityBetter: number;
  /** Expected rate given up by choosing the treatment: E[max(control − treatment, 0)]. */
  readonly lossOfTreatment: number;
  /** Expected rate given up by staying with the control. */
  readonly lossOfControl: number;
}

/** The belief after seeing an arm's trials. */
export function posteriorBelief(seen: Proportion, prior: BetaBelief = FLAT_PRIOR): BetaBelief {
  return { alpha: prior.alpha + seen.successes, beta: prior.beta + seen.trials - seen.successes };
}

/** The central interval holding the rate with the given probability, default 0.95. */
export function credibleInterval(belief: BetaBelief, probability = 0.95): Interval {
  return {
    lower: betaQuantile((1 - probability) / 2, belief),
    upper: betaQuantile((1 + probability) / 2, belief),
  };
}

/**
 * Compares two beliefs; for a decision, stop when the smaller loss is below what does not matter.
 *
 * P(B > A) = ∫ f_B(x) I_x(a_A, b_A) dx, by Simpson's rule over x = sin² θ, which keeps the integrand finite for
 * every alpha, beta ≥ ½; losses by the identity E[X·1{X > Y}] = E[X]·P(X′ > Y) with X′ one success richer.
 *
 * @example
 * compareBeliefs(posteriorBelief({ successes: 5, trials: 40 }), posteriorBelief({ successes: 11, trials: 38 }))
 *   .probabilityBetter; // 0.9612
 */
export function compareBeliefs(control: BetaBelief, treatment: BetaBelief): BeliefComparison {
  const probabilityBetter = probabilityGreater(treatment, control);
  const controlMean = meanOf(control);
  const treatmentMean = meanOf(treatment);
  const controlWins = controlMean * probabilityGreater(oneRicher(control), treatment);
  const treatmentWins = treatmentMean * probabilityGreater(oneRicher(treatment), control);
  // Either the control is larger or the treatment is: the two halves of each mean sum to it.
  return {
    probabilityBetter,
    lossOfTreatment: Math.max(0, controlWins - (treatmentMean - treatmentWins)),
    lossOfControl: Math.max(0, treatmentWins - (controlMean - controlWins)),
  };
}

const STEPS = 400;
/** The belief lies within this many standard deviations of its mean, to 1e-14 and better. */
const REACH = 12;

function probabilityGreater(larger: BetaBelief, smaller: BetaBelief): number {
  const { alpha, beta } = larger;
  const mean = meanOf(larger);
  const deviation = Math.sqrt((mean * (1 - mean)) / (alpha + beta + 1));
  const from = Math.asin(Math.sqrt(Math.max(0, mean - REACH * deviation)));
  const to = Math.asin(Math.sqrt(Math.min(1, mean + REACH * deviation)));
  const step = (to - from) / STEPS;
  const log = Math.LN2 - logBeta(alpha, beta);
  const at = (theta: number): number => {
    const sine = Math.sin(theta);
    const cosine = Math.cos(theta);
    const density = Math.exp(log + power(sine, 2 * alpha - 1) + power(cosine, 2 * beta - 1));
    return density * incompleteBeta(sine * sine, smaller.alpha, smaller.beta);
  };
  let sum = at(from) + at(to);
  for (let i = 1; i < STEPS; i++) sum += (i % 2 === 0 ? 2 : 4) * at(from + i * step);
  return Math.min(1, Math.max(0, (sum * step) / 3));
}

/** Logarithm of base^exponent, with 0^0 = 1. */
function power(base: number, exponent: number): number {
  return exponent === 0 ? 0 : exponent * Math.log(Math.max(base, 1e-300));
}

function meanOf({ alpha, beta }: BetaBelief): number {
  return alpha / (alpha + beta);
}

function oneRicher({ alpha, beta }: BetaBelief): BetaBelief {
  return { alpha: alpha + 1, beta };
}

function betaQuantile(probability: number, { alpha, beta }: BetaBelief): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, alpha, beta) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

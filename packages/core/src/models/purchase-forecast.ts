import { logGamma } from '../statistics/log-gamma.ts';

/** How often and until when a customer bought, times in any one unit (days, weeks). */
export interface PurchaseHistory {
  /** Repeat purchases: all but the first. */
  readonly frequency: number;
  /** Time from the first to the last purchase; 0 when there was only one. */
  readonly recency: number;
  /** Time from the first purchase to now. */
  readonly age: number;
}

/**
 * Parameters of BG/NBD: purchase rates vary as Gamma(r, α) across customers, the chance to leave after a purchase
 * as Beta(a, b); all above 0.
 */
export interface PurchaseParameters {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

const MOST_TERMS = 10_000;
const NEAR_ONE = 1e-6;

/**
 * P(still a customer | history): 1 for those who bought once, by the model's assumption that only a purchase is an
 * occasion to leave. Churn probability is one minus this. Fader, Hardie, Lee, "Counting your customers the easy
 * way", Marketing Science 24 (2005); this form: Fader, Hardie, Lee, "Computing P(alive) using the BG/NBD model".
 */
export function aliveProbability(parameters: PurchaseParameters, history: PurchaseHistory): number {
  return 1 / (1 + leavingOdds(parameters, history));
}

/**
 * Expected number of purchases in the next `horizon` (same unit of time), equation 10 of Fader, Hardie, Lee (2005).
 *
 * @example
 * // The paper's own customer, on its CDNOW parameters, in weeks: 1.226 purchases in the next 39.
 * const parameters = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
 * expectedPurchases(parameters, { frequency: 2, recency: 30.43, age: 38.86 }, 39);
 */
export function expectedPurchases(
  parameters: PurchaseParameters,
  history: PurchaseHistory,
  horizon: number,
): number {
  const { r, alpha, b } = parameters;
  // At a = 1 the formula is 0/0; next to it, it is what it tends to.
  const a = Math.abs(parameters.a - 1) < NEAR_ONE ? 1 + NEAR_ONE : parameters.a;
  const { frequency, age } = history;
  const z = horizon / (alpha + age + horizon);
  const staying = Math.exp((r + frequency) * Math.log1p(-z));
  const growth = 1 - staying * hypergeometric([r + frequency, b + frequency, a + b + frequency - 1], z);
  const expected = (((a + b + frequency - 1) / (a - 1)) * growth) / (1 + leavingOdds(parameters, history));
  return Math.max(0, expected);
}

/** Natural logarithm of the likelihood of one history. */
export function purchaseLogLikelihood(parameters: PurchaseParameters, history: PurchaseHistory): number {
  const { r, alpha, a, b } = parameters;
  const { frequency: x, age } = history;
  const buying = logGamma(r + x) - logGamma(r) + r * Math.log(alpha) - (r + x) * Math.log(alpha + age);
  const staying = logGamma(a + b) + logGamma(b + x) - logGamma(b) - logGamma(a + b + x);
  return buying + staying + Math.log1p(leavingOdds(parameters, history));
}

/** Odds of having left against having stayed. */
function leavingOdds({ r, alpha, a, b }: PurchaseParameters, history: PurchaseHistory): number {
  const { frequency, recency, age } = history;
  if (frequency === 0) return 0;
  return (a / (b + frequency - 1)) * Math.exp((r + frequency) * Math.log((alpha + age) / (alpha + recency)));
}

/** Gauss's 2F1(p, q; s; z) for 0 ≤ z < 1 by its series, whose terms all have one sign here. */
function hypergeometric([p, q, s]: readonly [number, number, number], z: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; n < MOST_TERMS; n += 1) {
    term *= (((p + n) * (q + n)) / ((s + n) * (n + 1))) * z;
    sum += term;
    if (Math.abs(term) <= 1e-15 * Math.abs(sum)) return sum;
  }
  return sum;
}

import { minimise } from '../statistics/minimise.ts';
import { type PurchaseHistory, type PurchaseParameters, purchaseLogLikelihood } from './purchase-forecast.ts';

/** What the parameters are before there is data, in units of the customers' mean age. */
const START: readonly [number, number, number, number] = [0.5, 0.5, 1, 2.5];
/** Pull towards the start, in customers: a handful of histories cannot send a parameter to infinity. */
const PRIOR_STRENGTH = 0.05;

/**
 * Fits BG/NBD to customers by maximum likelihood, with a weak log-normal prior so that few customers do
 * not give extreme parameters. A batch job: about 200 likelihoods of every customer. Without customers it answers
 * the prior.
 *
 * @example
 * // Weeks: some came back until lately, some once, some never again.
 * const customers = Array.from({ length: 60 }, (_, i) =>
 *   i % 3 === 0 ? { frequency: 8, recency: 36, age: 40 } : { frequency: i % 3, recency: 4 * (i % 3), age: 40 },
 * );
 * const parameters = fitPurchaseForecast(customers);
 * const busy = { frequency: 8, recency: 38, age: 40 };
 * aliveProbability(parameters, busy) > aliveProbability(parameters, { ...busy, recency: 8 }); // true
 * expectedPurchases(parameters, busy, 10); // > 1
 */
export function fitPurchaseForecast(customers: readonly PurchaseHistory[]): PurchaseParameters {
  const unit = meanAge(customers);
  const scaled = customers.map(({ frequency, recency, age }) => ({
    frequency,
    recency: recency / unit,
    age: age / unit,
  }));
  const start = START.map(Math.log);
  const best = minimise((logs) => {
    const parameters = parametersOf(logs);
    let loss = 0;
    for (const customer of scaled) loss -= purchaseLogLikelihood(parameters, customer);
    for (const [i, log] of logs.entries()) loss += PRIOR_STRENGTH * (log - (start[i] ?? 0)) ** 2;
    return loss;
  }, start);
  const fitted = parametersOf(best);
  return { ...fitted, alpha: fitted.alpha * unit };
}

function parametersOf(logs: readonly number[]): PurchaseParameters {
  const [r = 1, alpha = 1, a = 1, b = 1] = logs.map((log) => Math.exp(Math.min(20, Math.max(-20, log))));
  return { r, alpha, a, b };
}

function meanAge(customers: readonly PurchaseHistory[]): number {
  let sum = 0;
  for (const { age } of customers) sum += age;
  return sum > 0 ? sum / customers.length : 1;
}

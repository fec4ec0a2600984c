import { logGamma } from '../statistics/log-gamma.ts';
import type { Proportion } from './proportion.ts';

/** Tables as likely as the observed one to this relative tolerance count as equally extreme, as in SciPy and R. */
const TOLERANCE = 1e-7;

/**
 * Fisher's exact test of two proportions: the two-sided p-value, the summed probability of all tables with the same
 * margins that are no more likely than the one seen. Takes time in the number of successes.
 *
 * Source: Fisher, "Statistical Methods for Research Workers" (1934); two-sided as in R's `fisher.test`.
 *
 * @example
 * fisherExactTest({ successes: 5, trials: 40 }, { successes: 11, trials: 38 }); // 0.0949
 */
export function fisherExactTest(control: Proportion, treatment: Proportion): number {
  const successes = control.successes + treatment.successes;
  const logTotal = logChoose(control.trials + treatment.trials, successes);
  const logProbability = (inControl: number): number =>
    logChoose(control.trials, inControl) + logChoose(treatment.trials, successes - inControl) - logTotal;
  const observed = logProbability(control.successes) + TOLERANCE;
  const first = Math.max(0, successes - treatment.trials);
  const last = Math.min(control.trials, successes);
  let sum = 0;
  for (let inControl = first; inControl <= last; inControl++) {
    const log = logProbability(inControl);
    if (log <= observed) sum += Math.exp(log);
  }
  return Math.min(1, sum);
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

import type { Random } from '../statistics/seeded-random.ts';

/**
 * Answers truthfully with probability e^ε/(e^ε + k − 1), else with one of the other choices at random, on the
 * device itself: ε-local differential privacy, so that even the collector never learns one person's answer.
 *
 * Source: Warner, JASA 60 (1965); Kairouz, Bonawitz & Ramage, ICML 2016 (more than two choices).
 *
 * @throws RangeError when `truth` is not among the choices
 * @example
 * randomiseChoice('yes', ['yes', 'no'], { epsilon: 1, random: Math.random }); // in 73 % of cases 'yes'
 */
export function randomiseChoice(
  truth: string,
  choices: readonly string[],
  privacy: { readonly epsilon: number; readonly random: Random },
): string {
  const others = choices.filter((choice) => choice !== truth);
  if (others.length === choices.length) {
    throw new RangeError(
      `expected the true answer to be one of ${choices.length} choices; it is none of them`,
    );
  }
  if (privacy.random() < truthRate(privacy.epsilon, choices.length)) return truth;
  return others[Math.floor(privacy.random() * others.length)] ?? truth;
}

/** A share of the crowd recovered from randomised answers. */
export interface RecoveredShare {
  readonly choice: string;
  /** Unbiased, so it may fall below 0 or above 1 in a small crowd. */
  readonly share: number;
  readonly standardError: number;
}

/**
 * The shares behind randomised answers: (observed − q)/(p − q), p the chance of a true answer, q that of any one
 * other.
 *
 * @param counts how often each choice was received; choices nobody sent count 0 and must be listed
 */
export function recoverShares(
  counts: Readonly<Record<string, number>>,
  epsilon: number,
): readonly RecoveredShare[] {
  const entries = Object.entries(counts);
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  const honest = truthRate(epsilon, entries.length);
  const lie = (1 - honest) / Math.max(1, entries.length - 1);
  return entries.map(([choice, count]) => {
    const observed = total > 0 ? count / total : 0;
    const standardError = total > 0 ? Math.sqrt((observed * (1 - observed)) / total) / (honest - lie) : 0;
    return { choice, share: total > 0 ? (observed - lie) / (honest - lie) : 0, standardError };
  });
}

function truthRate(epsilon: number, choices: number): number {
  const odds = Math.exp(epsilon);
  return odds / (odds + choices - 1);
}

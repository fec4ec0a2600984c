import { normalTwoSided } from '../statistics/normal-distribution.ts';
import { studentTwoSided } from '../statistics/student-t.ts';

/** The answer of a test of two models on the same examples. */
export interface ModelComparison {
  readonly statistic: number;
  /** Two-sided. */
  readonly pValue: number;
}

/**
 * McNemar's exact test (1947): of the examples that exactly one model got right, is the split one that a fair
 * coin would give? `statistic` is how many more the first got right.
 */
export function mcNemar(firstRight: readonly boolean[], secondRight: readonly boolean[]): ModelComparison {
  let first = 0;
  let second = 0;
  firstRight.forEach((right, i) => {
    if (right && !secondRight[i]) first++;
    if (!right && secondRight[i]) second++;
  });
  return { statistic: first - second, pValue: fairCoinTwoSided(first, second) };
}

/**
 * Paired t test of two models' losses on the same examples: is the mean difference 0? Negative when the first
 * loses less. Examples of a stream depend on one another, so read p values of streams as too small. One example
 * says nothing (p = 1).
 */
export function pairedTTest(
  firstLosses: readonly number[],
  secondLosses: readonly number[],
): ModelComparison {
  const differences = firstLosses.map((loss, i) => loss - (secondLosses[i] ?? 0));
  const count = differences.length;
  if (count < 2) return { statistic: 0, pValue: 1 };
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / count;
  const variance = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0) / (count - 1);
  if (variance === 0) return { statistic: 0, pValue: mean === 0 ? 1 : 0 };
  const statistic = mean / Math.sqrt(variance / count);
  return { statistic, pValue: studentTwoSided(statistic, count - 1) };
}

/**
 * Wilcoxon's signed-rank test (1945), normal approximation with correction for ties, zeros left out: as the
 * paired t test, but by ranks, so a few huge losses decide nothing.
 */
export function wilcoxonSignedRank(
  firstLosses: readonly number[],
  secondLosses: readonly number[],
): ModelComparison {
  const differences = firstLosses
    .map((loss, i) => loss - (secondLosses[i] ?? 0))
    .filter((difference) => difference !== 0)
    .sort((a, b) => Math.abs(a) - Math.abs(b));
  const count = differences.length;
  if (count === 0) return { statistic: 0, pValue: 1 };
  let positive = 0;
  let ties = 0;
  for (let from = 0; from < count; ) {
    let to = from;
    while (to < count && Math.abs(differences[to] ?? 0) === Math.abs(differences[from] ?? 0)) to++;
    for (let at = from; at < to; at++) if ((differences[at] ?? 0) > 0) positive += (from + 1 + to) / 2;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  const mean = (count * (count + 1)) / 4;
  const variance = (count * (count + 1) * (2 * count + 1)) / 24 - ties / 48;
  const statistic = (positive - mean) / Math.sqrt(variance);
  return { statistic, pValue: normalTwoSided(statistic) };
}

/** P of a split at least as uneven as this, by summing binomial probabilities in logarithms. */
function fairCoinTwoSided(a: number, b: number): number {
  const total = a + b;
  const fewer = Math.min(a, b);
  let log = -total * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= fewer; k++) {
    tail += Math.exp(log);
    log += Math.log((total - k) / (k + 1));
  }
  return Math.min(1, 2 * tail);
}

import { normalCdf } from '../statistics/normal-distribution.ts';

/** How a mean differs from another over the same cases. */
export interface PairedDifference {
  readonly mean: number;
  /** 95 %. */
  readonly interval: readonly [low: number, high: number];
  /** Probability that it is truly above 0, 0–1; ½ while nothing can be said. */
  readonly confidence: number;
}

/** 97.5 % of a normal distribution lie below. */
const twoSided = 1.959963984540054;

/**
 * The mean of differences that come in groups (all cases of a user in one group), with the standard error of the
 * delete-a-group jackknife: `√((G − 1)/G · Σ(θ₍g₎ − θ̄)²)`, where `θ₍g₎` leaves group g out (Kott, "The delete-a-group
 * jackknife", 2001). Cases of one user resemble each other; taking them as independent would promise too much.
 *
 * `sums` and `counts` are of each group; groups without cases are left out.
 */
export function pairedDifference(sums: readonly number[], counts: readonly number[]): PairedDifference {
  const groups = counts.flatMap((count, g) => (count > 0 ? [{ count, sum: sums[g] ?? 0 }] : []));
  const total = groups.reduce((all, group) => all + group.sum, 0);
  const cases = groups.reduce((all, group) => all + group.count, 0);
  if (groups.length < 2) {
    const mean = cases === 0 ? 0 : total / cases;
    return { mean, interval: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], confidence: 0.5 };
  }
  const mean = total / cases;
  const without = groups.map(({ sum, count }) => (total - sum) / (cases - count));
  const centre = without.reduce((all, estimate) => all + estimate, 0) / groups.length;
  const spread = without.reduce((all, estimate) => all + (estimate - centre) ** 2, 0);
  const error = Math.sqrt(((groups.length - 1) / groups.length) * spread);
  return {
    mean,
    interval: [mean - twoSided * error, mean + twoSided * error],
    confidence: error === 0 ? (mean === 0 ? 0.5 : mean > 0 ? 1 : 0) : normalCdf(mean / error),
  };
}

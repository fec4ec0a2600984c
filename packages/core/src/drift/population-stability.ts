/** How a population stability index is usually read. */
export type Stability = 'stable' | 'shifting' | 'shifted';

/**
 * Population stability index of two histograms over the same bins: Σ (q − p)·ln(q/p), with half an observation
 * added to each bin so that an empty one stays finite (Siddiqi, Credit Risk Scorecards, 2006). 0 when equal;
 * symmetric in its arguments.
 *
 * @example
 * populationStability([50, 50], [50, 50]); // 0
 * populationStability([90, 10], [50, 50]); // 0.853
 */
export function populationStability(before: readonly number[], after: readonly number[]): number {
  const bins = Math.max(before.length, after.length);
  const share = (counts: readonly number[], bin: number, total: number): number =>
    ((counts[bin] ?? 0) + 0.5) / (total + 0.5 * bins);
  const totalBefore = before.reduce((sum, count) => sum + count, 0);
  const totalAfter = after.reduce((sum, count) => sum + count, 0);
  let index = 0;
  for (let bin = 0; bin < bins; bin++) {
    const p = share(before, bin, totalBefore);
    const q = share(after, bin, totalAfter);
    index += (q - p) * Math.log(q / p);
  }
  return index;
}

/** The usual reading of the index: below 0.1 stable, below 0.25 shifting, else shifted. */
export function readStability(index: number): Stability {
  if (index < 0.1) return 'stable';
  return index < 0.25 ? 'shifting' : 'shifted';
}

import type { BinaryLabels } from './confusion.ts';

/** One bin of a reliability diagram. */
export interface ReliabilityBin {
  readonly count: number;
  /** Mean of what was predicted. */
  readonly predicted: number;
  /** Share of positives. */
  readonly observed: number;
}

/** Cuts predictions, sorted by probability, into `bins` of equal count. */
export function reliability(
  labels: BinaryLabels,
  probabilities: readonly number[],
  bins = 15,
): ReliabilityBin[] {
  const order = probabilities
    .map((_, i) => i)
    .sort((a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0) || a - b);
  return Array.from({ length: bins }, (_, bin) => {
    const from = Math.floor((bin * order.length) / bins);
    const members = order.slice(from, Math.floor(((bin + 1) * order.length) / bins));
    const mean = (of: (i: number) => number): number =>
      members.reduce((sum, i) => sum + of(i), 0) / members.length;
    return {
      count: members.length,
      predicted: mean((i) => probabilities[i] ?? 0),
      observed: mean((i) => Number(labels[i])),
    };
  }).filter(({ count }) => count > 0);
}

/**
 * Expected calibration error: mean distance of what was predicted and what happened, over bins of equal count
 * (Naeini, Cooper, Hauskrecht 2015, with equal-count bins). With n examples, chance alone gives about
 * √(p(1−p)·bins/n).
 */
export function expectedCalibrationError(
  labels: BinaryLabels,
  probabilities: readonly number[],
  bins = 15,
): number {
  return reliability(labels, probabilities, bins).reduce(
    (sum, { count, predicted, observed }) =>
      sum + (Math.abs(predicted - observed) * count) / probabilities.length,
    0,
  );
}

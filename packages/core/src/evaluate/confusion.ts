/** Labels of a two-class problem: 1 or true is positive. */
export type BinaryLabels = readonly (boolean | number)[];

/** How often each class was predicted as each. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** Counts predictions against labels; `probability ≥ threshold` (default 0.5) predicts the positive class. */
export function countConfusion(
  labels: BinaryLabels,
  probabilities: readonly number[],
  threshold = 0.5,
): Confusion {
  const counts = { truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 };
  probabilities.forEach((probability, i) => {
    const positive = Number(labels[i]) === 1;
    if (probability >= threshold) counts[positive ? 'truePositives' : 'falsePositives']++;
    else counts[positive ? 'falseNegatives' : 'trueNegatives']++;
  });
  return counts;
}

/** Share of predictions that are right; NaN for none at all. */
export function accuracy(labels: BinaryLabels, probabilities: readonly number[], threshold = 0.5): number {
  const { truePositives, trueNegatives } = countConfusion(labels, probabilities, threshold);
  return (truePositives + trueNegatives) / probabilities.length;
}

/** Of those predicted positive, the share that is; 0 when none was predicted. */
export function precision(labels: BinaryLabels, probabilities: readonly number[], threshold = 0.5): number {
  const { truePositives, falsePositives } = countConfusion(labels, probabilities, threshold);
  return share(truePositives, truePositives + falsePositives);
}

/** Of the positives, the share that was predicted; 0 when there is none. */
export function recall(labels: BinaryLabels, probabilities: readonly number[], threshold = 0.5): number {
  const { truePositives, falseNegatives } = countConfusion(labels, probabilities, threshold);
  return share(truePositives, truePositives + falseNegatives);
}

/** Harmonic mean of precision and recall: 2TP/(2TP + FP + FN); 0 when there is no positive of either kind. */
export function f1(labels: BinaryLabels, probabilities: readonly number[], threshold = 0.5): number {
  const counts = countConfusion(labels, probabilities, threshold);
  const twice = 2 * counts.truePositives;
  return share(twice, twice + counts.falsePositives + counts.falseNegatives);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

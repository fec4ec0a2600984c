/**
 * Cohen's kappa: accuracy above what chance would give with the same shares of classes; 1 is perfect, 0 is
 * chance (Cohen 1960). 0 when only one class occurs on both sides.
 */
export function kappa<T>(actual: readonly T[], predicted: readonly T[]): number {
  const total = actual.length;
  const agreed = actual.filter((label, i) => label === predicted[i]).length / total;
  let chance = 0;
  for (const label of new Set(actual))
    chance += (countOf(actual, label) / total) * (countOf(predicted, label) / total);
  return chance === 1 ? 0 : (agreed - chance) / (1 - chance);
}

/**
 * Kappa-temporal: accuracy above that of repeating the last label, (acc − acc₀)/(1 − acc₀) (Žliobaitė et al.,
 * "Evaluation methods and decision theory for classification of streaming data", 2015). 0 or less has learned
 * nothing useful. The first label counts as missed by the no-change classifier unless it is false or 0.
 */
export function kappaTemporal<T extends boolean | number>(
  actual: readonly T[],
  predicted: readonly T[],
): number {
  const right = actual.filter((label, i) => Number(label) === Number(predicted[i])).length / actual.length;
  const repeated =
    actual.filter((label, i) => Number(label) === (i === 0 ? 0 : Number(actual[i - 1]))).length /
    actual.length;
  return repeated === 1 ? 0 : (right - repeated) / (1 - repeated);
}

function countOf<T>(labels: readonly T[], wanted: T): number {
  return labels.filter((label) => label === wanted).length;
}

/**
 * Evenness of weights: Shannon's entropy of their shares over its largest value, `−Σ p ln p / ln n`, 0 (all in one) to
 * 1 (all alike); weights of 0 and below take no part in the shares. One weight alone is 0, none at all `undefined`.
 */
export function normalisedEntropy(weights: readonly number[]): number | undefined {
  const positive = weights.filter((weight) => weight > 0);
  const total = positive.reduce((sum, weight) => sum + weight, 0);
  if (positive.length === 0 || total === 0) return undefined;
  if (weights.length === 1) return 0;
  const entropy = positive.reduce((sum, weight) => {
    const share = weight / total;
    return share > 0 ? sum - share * Math.log(share) : sum;
  }, 0);
  return Math.min(1, entropy / Math.log(weights.length));
}

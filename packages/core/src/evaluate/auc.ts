import type { BinaryLabels } from './confusion.ts';

/**
 * Area under the ROC curve: the probability that a positive scores above a negative, ties counting half
 * (Mann-Whitney with mid-ranks). 0.5 when one class is missing: nothing can be told.
 *
 * @example
 * auc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.75
 */
export function auc(labels: BinaryLabels, scores: readonly number[]): number {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let positives = 0;
  let ranks = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && scores[order[to] ?? 0] === scores[order[from] ?? 0]) to++;
    const middle = (from + 1 + to) / 2;
    for (let at = from; at < to; at++) {
      if (Number(labels[order[at] ?? 0]) !== 1) continue;
      positives++;
      ranks += middle;
    }
    from = to;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return 0.5;
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives);
}

import { quantileOf, type ReservoirState, sortedSample } from './reservoir.ts';

/**
 * Cuts a sample into at most `bins` bins of equal count: ascending inner edges without doubles, so a number that
 * repeats often (usually 0) gets a bin of its own. Bin i holds edge[i−1] < x ≤ edge[i].
 */
export function quantileEdges(reservoir: ReservoirState, bins: number): number[] {
  const sorted = sortedSample(reservoir);
  const edges: number[] = [];
  for (let i = 1; i < bins; i++) {
    const edge = quantileOf(sorted, i / bins);
    const last = edges.at(-1);
    if (edge !== undefined && (last === undefined || edge > last)) edges.push(edge);
  }
  return edges;
}

/**
 * The bin of `x`: an integer from 0 to `edges.length`.
 *
 * @example
 * binOf([0, 10], 0); // 0
 * binOf([0, 10], 3); // 1
 * binOf([0, 10], 99); // 2
 */
export function binOf(edges: readonly number[], x: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x > (edges[middle] ?? Number.POSITIVE_INFINITY)) low = middle + 1;
    else high = middle;
  }
  return low;
}

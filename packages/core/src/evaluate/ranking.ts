/**
 * The rank of an item among all: how many score strictly higher, plus half of those that tie with it (rounded
 * down, itself counted among them). 0 is the top.
 */
export function rankOf(scores: readonly number[], item: number): number {
  const own = scores[item] ?? Number.NEGATIVE_INFINITY;
  let higher = 0;
  let ties = 0;
  for (const score of scores) {
    if (score > own) higher++;
    else if (score === own) ties++;
  }
  return higher + Math.floor(ties / 2);
}

/** HR@k, the share of ranks among the first k; with one target a list it is also recall@k. */
export function hitRate(ranks: readonly number[], k: number): number {
  return mean(ranks.map((rank) => (rank < k ? 1 : 0)));
}

/** NDCG@k with one relevant item a list: 1/log₂(rank + 2) where rank < k, else 0. */
export function ndcgOfRanks(ranks: readonly number[], k: number): number {
  return mean(ranks.map((rank) => (rank < k ? 1 / Math.log2(rank + 2) : 0)));
}

/** NDCG@k of one ranked list: `relevance` in ranked order, any gains ≥ 0, against the best possible order. */
export function ndcg(relevance: readonly number[], k: number): number {
  const best = discounted(
    [...relevance].sort((a, b) => b - a),
    k,
  );
  return best === 0 ? 0 : discounted(relevance, k) / best;
}

/** Share of the relevant items among the first k of a ranked list; out of at most k with `capped`. */
export function recallAt<T>(
  ranked: readonly T[],
  relevant: ReadonlySet<T>,
  k: number,
  denominator: 'all' | 'capped' = 'all',
): number {
  const found = ranked.slice(0, k).filter((item) => relevant.has(item)).length;
  const most = denominator === 'capped' ? Math.min(k, relevant.size) : relevant.size;
  return most === 0 ? 0 : found / most;
}

/** Mean reciprocal rank: 1/(rank + 1). */
export function meanReciprocalRank(ranks: readonly number[]): number {
  return mean(ranks.map((rank) => 1 / (rank + 1)));
}

/** Share of the catalogue that was recommended to anyone. */
export function coverage<T>(lists: readonly (readonly T[])[], catalogueSize: number): number {
  return new Set(lists.flat()).size / catalogueSize;
}

function discounted(gains: readonly number[], k: number): number {
  return gains.slice(0, k).reduce((sum, gain, rank) => sum + gain / Math.log2(rank + 2), 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

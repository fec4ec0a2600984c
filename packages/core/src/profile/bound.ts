/**
 * Drops the entries that rank lowest until `map` holds at most `limit`, in place; answers how many were dropped.
 *
 * Equal ranks drop the later key in code-unit order, so the outcome does not depend on insertion order.
 */
export function dropLowest<T>(map: Record<string, T>, limit: number, rank: (entry: T) => number): number {
  const keys = Object.keys(map);
  const excess = keys.length - limit;
  if (excess <= 0) return 0;
  if (excess === 1) {
    delete map[lowestKey(map, keys, rank)];
    return 1;
  }
  const ranked = keys.map((key) => ({ key, rank: rankOf(map, key, rank) }));
  ranked.sort((a, b) => a.rank - b.rank || (a.key < b.key ? 1 : -1));
  for (const entry of ranked.slice(0, excess)) delete map[entry.key];
  return excess;
}

function lowestKey<T>(map: Record<string, T>, keys: readonly string[], rank: (entry: T) => number): string {
  let lowest = '';
  let lowestRank = Number.POSITIVE_INFINITY;
  for (const key of keys) {
    const r = rankOf(map, key, rank);
    if (r < lowestRank || (r === lowestRank && key > lowest)) {
      lowest = key;
      lowestRank = r;
    }
  }
  return lowest;
}

function rankOf<T>(map: Record<string, T>, key: string, rank: (entry: T) => number): number {
  const entry = map[key];
  return entry === undefined ? Number.NEGATIVE_INFINITY : rank(entry);
}

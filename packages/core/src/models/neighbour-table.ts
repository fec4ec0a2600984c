/** Beyond this the growing unit of the fast weights is divided out of all of them. */
const LARGEST_UNIT = 2 ** 60;

/** A neighbour found behind this place moves half way to the front, so that heavy ones are found soon. */
const FRONT = 8;

/**
 * Per row (an item) a bounded list of weighted neighbours, at two speeds: `slow` is a plain sum, `fast` a sum
 * that halves every so many events, kept by forward decay (Cormode et al. 2009): new weights count in units of
 * `unit`, which grows. A full list gives the place of its lightest neighbour, and that neighbour's slow weight as
 * a head start, to the newcomer: Space-Saving (Metwally, Agrawal, El Abbadi 2005), so every pair heavier than
 * the lightest kept is surely kept.
 *
 * Bytes: about 24 per neighbour.
 */
export interface NeighbourTable {
  readonly ids: number[][];
  readonly slow: number[][];
  readonly fast: number[][];
  /** Sums of all weights ever added to a row, fast ones in units of `unit`. */
  readonly slowTotals: number[];
  readonly fastTotals: number[];
  unit: number;
}

/** A table without rows. */
export function createNeighbourTable(): NeighbourTable {
  return { ids: [], slow: [], fast: [], slowTotals: [], fastTotals: [], unit: 1 };
}

/** Empties a row, or makes it. */
export function clearNeighbours(table: NeighbourTable, row: number): void {
  table.ids[row] = [];
  table.slow[row] = [];
  table.fast[row] = [];
  table.slowTotals[row] = 0;
  table.fastTotals[row] = 0;
}

/** Adds weight to one neighbour of a row that exists. */
export function addNeighbour(
  table: NeighbourTable,
  row: number,
  neighbour: { readonly id: number; readonly weight: number },
  capacity: number,
): void {
  const ids = table.ids[row];
  const slow = table.slow[row];
  const fast = table.fast[row];
  if (!ids || !slow || !fast) return;
  const { id, weight } = neighbour;
  const fastWeight = weight * table.unit;
  table.slowTotals[row] = (table.slowTotals[row] ?? 0) + weight;
  table.fastTotals[row] = (table.fastTotals[row] ?? 0) + fastWeight;
  const known = ids.indexOf(id);
  if (known >= 0) {
    slow[known] = (slow[known] ?? 0) + weight;
    fast[known] = (fast[known] ?? 0) + fastWeight;
    if (known > FRONT) {
      swap(ids, known, known >> 1);
      swap(slow, known, known >> 1);
      swap(fast, known, known >> 1);
    }
  } else if (ids.length < capacity) {
    ids.push(id);
    slow.push(weight);
    fast.push(fastWeight);
  } else {
    const lightest = indexOfLightest(slow);
    ids[lightest] = id;
    slow[lightest] = (slow[lightest] ?? 0) + weight;
    fast[lightest] = fastWeight;
  }
}

/** Lets one event pass: fast weights now count `2^(−1/halfLife)` of what they did. */
export function ageNeighbours(table: NeighbourTable, halfLife: number): void {
  table.unit *= 2 ** (1 / halfLife);
  if (table.unit < LARGEST_UNIT) return;
  const { unit } = table;
  for (const row of table.fast) for (let i = 0; i < row.length; i += 1) row[i] = (row[i] ?? 0) / unit;
  for (let i = 0; i < table.fastTotals.length; i += 1) {
    table.fastTotals[i] = (table.fastTotals[i] ?? 0) / unit;
  }
  table.unit = 1;
}

function swap(list: number[], i: number, j: number): void {
  const kept = list[i] ?? 0;
  list[i] = list[j] ?? 0;
  list[j] = kept;
}

function indexOfLightest(weights: readonly number[]): number {
  let lightest = 0;
  for (let i = 1; i < weights.length; i += 1) {
    if ((weights[i] ?? 0) < (weights[lightest] ?? 0)) lightest = i;
  }
  return lightest;
}

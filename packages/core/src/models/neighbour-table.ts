import {
  appendNeighbour,
  findNeighbour,
  NEIGHBOUR_CELLS,
  type RowIndex,
  replaceNeighbour,
} from './neighbour-row.ts';

/** Beyond this the growing unit of the fast weights is divided out of all of them. */
const LARGEST_UNIT = 2 ** 60;

/** A neighbour is given up when it weighs at most this many times the lightest. */
const LIGHT = 1.25;

/**
 * Per row (an item) a bounded list of weighted neighbours, at two speeds: `slow` is a plain sum, `fast` a sum
 * that halves every so many events, kept by forward decay (Cormode et al. 2009): new weights count in units of
 * `unit`, which grows. A full list gives the place of a light neighbour, and that neighbour's slow weight as a head start,
 * to the newcomer: Space-Saving (Metwally, Agrawal, El Abbadi 2005), but for which one goes. Instead of the very
 * lightest it is the first one under a hand going round that is at most a quarter heavier, which takes a few steps
 * and not a search. So a weight is never too small, too large by at most 1.25 times the lightest weight kept, and every
 * pair heavier than that is surely kept.
 *
 * Bytes: about 40 per neighbour.
 */
export interface NeighbourTable {
  /** Per row {@link NEIGHBOUR_CELLS} numbers a neighbour, side by side because they are always read together. */
  readonly rows: number[][];
  /** Where each neighbour stands in its row. */
  readonly indexes: RowIndex[];
  /** Sums of all weights ever added to a row, fast ones in units of `unit`. */
  readonly slowTotals: number[];
  readonly fastTotals: number[];
  /** By row: the offset at which the hand stands, and a weight that no neighbour is lighter than. */
  readonly hands: number[];
  readonly floors: number[];
  unit: number;
}

/** A table without rows. */
export function createNeighbourTable(): NeighbourTable {
  return {
    rows: [],
    indexes: [],
    slowTotals: [],
    fastTotals: [],
    hands: [],
    floors: [],
    unit: 1,
  };
}

/** Empties a row, or makes it. */
export function clearNeighbours(table: NeighbourTable, row: number): void {
  table.rows[row] = [];
  table.indexes[row] = [];
  table.slowTotals[row] = 0;
  table.fastTotals[row] = 0;
  table.hands[row] = 0;
  table.floors[row] = 0;
}

/** Adds weight to one neighbour of a row that exists. */
export function addNeighbour(
  table: NeighbourTable,
  row: number,
  neighbour: { readonly id: number; readonly weight: number },
  capacity: number,
): void {
  const cells = table.rows[row];
  const index = table.indexes[row];
  if (!cells || !index) return;
  const { id, weight } = neighbour;
  addFound(table, row, { id, weight, at: findNeighbour(cells, index, id) }, capacity);
}

/** The same for a neighbour that was looked up: `at` is its offset in the row, −1 when it is not there. */
export function addFound(
  table: NeighbourTable,
  row: number,
  neighbour: { readonly id: number; readonly weight: number; readonly at: number },
  capacity: number,
): void {
  const cells = table.rows[row];
  const index = table.indexes[row];
  if (!cells || !index) return;
  const { id, weight, at } = neighbour;
  const fastWeight = weight * table.unit;
  table.slowTotals[row] = (table.slowTotals[row] ?? 0) + weight;
  table.fastTotals[row] = (table.fastTotals[row] ?? 0) + fastWeight;
  if (at >= 0) {
    cells[at + 1] = (cells[at + 1] ?? 0) + weight;
    cells[at + 2] = (cells[at + 2] ?? 0) + fastWeight;
  } else if (cells.length < NEIGHBOUR_CELLS * Math.max(1, capacity)) {
    appendNeighbour(cells, index, { id, slow: weight, fast: fastWeight });
  } else {
    const light = findLight(table, row, cells);
    replaceNeighbour(cells, index, light, id);
    cells[light + 1] = (cells[light + 1] ?? 0) + weight;
    cells[light + 2] = fastWeight;
  }
}

/** Lets one event pass: fast weights now count `keep` (below 1) of what they did. */
export function ageNeighbours(table: NeighbourTable, keep: number): void {
  table.unit /= keep;
  if (table.unit < LARGEST_UNIT) return;
  const { unit } = table;
  for (const row of table.rows)
    for (let at = 2; at < row.length; at += NEIGHBOUR_CELLS) row[at] = (row[at] ?? 0) / unit;
  for (let i = 0; i < table.fastTotals.length; i += 1) {
    table.fastTotals[i] = (table.fastTotals[i] ?? 0) / unit;
  }
  table.unit = 1;
}

/** Moves a row's hand to the next light neighbour. When it has gone round in vain the floor rises to the lightest. */
function findLight({ hands, floors }: NeighbourTable, row: number, cells: readonly number[]): number {
  for (;;) {
    const light = LIGHT * (floors[row] ?? 0);
    let lightest = Number.POSITIVE_INFINITY;
    let at = hands[row] ?? 0;
    for (let steps = cells.length; steps > 0; steps -= NEIGHBOUR_CELLS) {
      at = at + NEIGHBOUR_CELLS < cells.length ? at + NEIGHBOUR_CELLS : 0;
      const weight = cells[at + 1] ?? 0;
      if (weight <= light) {
        hands[row] = at;
        return at;
      }
      if (weight < lightest) lightest = weight;
    }
    floors[row] = lightest;
  }
}

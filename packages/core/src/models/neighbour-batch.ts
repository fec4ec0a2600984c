import { findNeighbour, guessNeighbour } from './neighbour-row.ts';
import { addFound, type NeighbourTable } from './neighbour-table.ts';

/** Weights to add to neighbours of rows, as parallel lists of which the first `size` places count. */
export interface NeighbourBatch {
  size: number;
  readonly rows: Int32Array;
  readonly ids: Float64Array;
  readonly weights: Float64Array;
  /** Where each neighbour probably stands in its row; scratch memory. */
  readonly guesses: Int32Array;
  /** The addition in hand; scratch memory. */
  readonly found: { id: number; weight: number; at: number };
}

/** An empty batch with room for `most` additions. */
export function createNeighbourBatch(most: number): NeighbourBatch {
  return {
    size: 0,
    rows: new Int32Array(most),
    ids: new Float64Array(most),
    weights: new Float64Array(most),
    guesses: new Int32Array(most),
    found: { id: 0, weight: 0.5, at: 0 },
  };
}

/** Puts one addition on the list. */
export function pushAddition(batch: NeighbourBatch, row: number, id: number, weight: number): void {
  const at = batch.size++;
  batch.rows[at] = row;
  batch.ids[at] = id;
  batch.weights[at] = weight;
}

/**
 * Makes all additions of the list in their order, as `addNeighbour` would, and empties it. Each of them waits for memory
 * that is far away, twice; so all are looked up before the first is made, and the processor waits for many at once.
 */
export function addBatch(table: NeighbourTable, batch: NeighbourBatch, capacity: number): void {
  const { size, rows, ids, weights, guesses, found } = batch;
  for (let i = 0; i < size; i++) {
    const index = table.indexes[rows[i] ?? 0];
    guesses[i] = index === undefined ? -1 : guessNeighbour(index, ids[i] ?? 0);
  }
  for (let i = 0; i < size; i++) {
    const guess = guesses[i] ?? -1;
    if (guess >= 0 && table.rows[rows[i] ?? 0]?.[guess] !== ids[i]) guesses[i] = -1;
  }
  for (let i = 0; i < size; i++) {
    const row = rows[i] ?? 0;
    const cells = table.rows[row];
    const index = table.indexes[row];
    if (!cells || !index) continue;
    const id = ids[i] ?? 0;
    const guess = guesses[i] ?? -1;
    found.id = id;
    found.weight = weights[i] ?? 0;
    // An addition before this one may have moved it.
    found.at = guess >= 0 && cells[guess] === id ? guess : findNeighbour(cells, index, id);
    addFound(table, row, found, capacity);
  }
  batch.size = 0;
}

/** Numbers that a row keeps of one neighbour: its id, its slow weight, its fast weight. */
export const NEIGHBOUR_CELLS = 3;

/**
 * Where each id of a row stands, as an open-addressed hash table in a plain array: offset + 1 by place, 0 = free, at
 * most half full (linear probing: Knuth, TAOCP vol. 3, 6.4). What a place says is checked against the row. A row of a few
 * neighbours is searched faster without, and has an empty index.
 */
export type RowIndex = number[];

/** Rows of up to this many neighbours have no index. */
const SHORTEST_INDEXED = 8;

/** The offset of a neighbour in its row, or −1. */
export function findNeighbour(row: readonly number[], index: RowIndex, id: number): number {
  if (index.length === 0) {
    for (let at = 0; at < row.length; at += NEIGHBOUR_CELLS) if (row[at] === id) return at;
    return -1;
  }
  const last = index.length - 1;
  for (let place = homeOf(id) & last; ; place = (place + 1) & last) {
    const at = (index[place] ?? 0) - 1;
    if (at < 0 || row[at] === id) return at;
  }
}

/**
 * The offset at which {@link findNeighbour} would look first in an indexed row, −1 when nothing is there. Asked for many
 * rows before any of them is searched, it lets the processor wait for all of that memory at once.
 */
export function guessNeighbour(index: RowIndex, id: number): number {
  const { length } = index;
  return length === 0 ? -1 : (index[homeOf(id) & (length - 1)] ?? 0) - 1;
}

/** Puts a neighbour that the row does not hold at its end. */
export function appendNeighbour(
  row: number[],
  index: RowIndex,
  neighbour: { readonly id: number; readonly slow: number; readonly fast: number },
): void {
  row.push(neighbour.id, neighbour.slow, neighbour.fast);
  const count = row.length / NEIGHBOUR_CELLS;
  if (2 * count <= index.length) enter(row, index, row.length - NEIGHBOUR_CELLS);
  else if (count > SHORTEST_INDEXED) rebuild(row, index);
}

/** Gives the place of one neighbour to another id that the row does not hold; its weights stay. */
export function replaceNeighbour(row: number[], index: RowIndex, at: number, id: number): void {
  leave(row, index, at);
  row[at] = id;
  enter(row, index, at);
}

function enter(row: readonly number[], index: RowIndex, at: number): void {
  if (index.length === 0) return;
  const last = index.length - 1;
  let place = homeOf(row[at] ?? 0) & last;
  while (index[place] !== 0) place = (place + 1) & last;
  index[place] = at + 1;
}

/** Frees a place, and moves up those behind it that would no longer be found (Knuth's algorithm R). */
function leave(row: readonly number[], index: RowIndex, at: number): void {
  if (index.length === 0) return;
  const last = index.length - 1;
  let free = homeOf(row[at] ?? 0) & last;
  while (index[free] !== at + 1) free = (free + 1) & last;
  index[free] = 0;
  for (let place = (free + 1) & last; index[place] !== 0; place = (place + 1) & last) {
    const moved = index[place] ?? 0;
    const home = homeOf(row[moved - 1] ?? 0) & last;
    if (((place - home) & last) < ((place - free) & last)) continue;
    index[free] = moved;
    index[place] = 0;
    free = place;
  }
}

function rebuild(row: readonly number[], index: RowIndex): void {
  const size = index.length === 0 ? 4 * SHORTEST_INDEXED : 2 * index.length;
  index.length = 0;
  for (let place = 0; place < size; place += 1) index.push(0);
  for (let at = 0; at < row.length; at += NEIGHBOUR_CELLS) enter(row, index, at);
}

function homeOf(id: number): number {
  const hash = Math.imul(id, 0x9e3779b1);
  return hash ^ (hash >>> 16);
}

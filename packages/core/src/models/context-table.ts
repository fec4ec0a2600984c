/** Slots looked at before a key counts as absent; bounds the cost of a look-up in a full table. */
const PROBES = 24;
/** A full table gives away rows seen fewer times than this: so few counts predict nothing. */
const EXPENDABLE = 4;

/**
 * Counts of successors for hashed contexts, bounded: an open-addressing table whose slot `i` holds the key
 * `keys[i]` (0 = free) and the offset `offsets[i]` into `rows`. One row is `2 + symbols` numbers: how often the
 * context was seen, how many distinct successors it had, and the count of each successor.
 */
export interface ContextTable {
  keys: number[];
  offsets: number[];
  rows: number[];
}

/** A table that knows no context. */
export function createContextTable(): ContextTable {
  return { keys: new Array<number>(64).fill(0), offsets: new Array<number>(64).fill(0), rows: [] };
}

/** The offset of a context's row, or −1 when it is unknown. `key` is a non-zero 32-bit integer. */
export function findContext(table: ContextTable, key: number): number {
  const { keys } = table;
  const mask = keys.length - 1;
  let slot = homeOf(key) & mask;
  for (let probe = 0; probe < PROBES; probe += 1) {
    const held = keys[slot];
    if (held === key) return table.offsets[slot] ?? -1;
    if (held === 0) return -1;
    slot = (slot + 1) & mask;
  }
  return -1;
}

/** Counts one successor of a context, making room for the context when there is any to make. */
export function countSuccessor(
  table: ContextTable,
  key: number,
  successor: number,
  limits: { readonly symbols: number; readonly maxContexts: number },
): void {
  let row = findContext(table, key);
  if (row < 0) row = addContext(table, key, limits);
  if (row < 0) return;
  const { rows } = table;
  const at = row + 2 + successor;
  const count = rows[at] ?? 0;
  rows[row] = (rows[row] ?? 0) + 1;
  if (count === 0) rows[row + 1] = (rows[row + 1] ?? 0) + 1;
  rows[at] = count + 1;
}

function addContext(
  table: ContextTable,
  key: number,
  limits: { readonly symbols: number; readonly maxContexts: number },
): number {
  const rowLength = limits.symbols + 2;
  const { rows } = table;
  const known = rows.length / rowLength;
  if (known >= limits.maxContexts) return replaceRarest(table, key, rowLength);
  if (known * 2 >= table.keys.length) grow(table);
  const offset = rows.length;
  if (!place(table, key, offset)) return replaceRarest(table, key, rowLength);
  for (let i = 0; i < rowLength; i += 1) rows.push(0);
  return offset;
}

/** Gives the row of the rarest context nearby to a new one, or nothing when all of them are established. */
function replaceRarest(table: ContextTable, key: number, rowLength: number): number {
  const { keys, offsets, rows } = table;
  const mask = keys.length - 1;
  let slot = homeOf(key) & mask;
  let rarest = -1;
  let fewest = EXPENDABLE;
  for (let probe = 0; probe < PROBES; probe += 1) {
    const seen = keys[slot] === 0 ? EXPENDABLE : (rows[offsets[slot] ?? 0] ?? 0);
    if (seen < fewest) {
      fewest = seen;
      rarest = slot;
    }
    slot = (slot + 1) & mask;
  }
  if (rarest < 0) return -1;
  const offset = offsets[rarest] ?? 0;
  keys[rarest] = key;
  rows.fill(0, offset, offset + rowLength);
  return offset;
}

function grow(table: ContextTable): void {
  const { keys, offsets } = table;
  table.keys = new Array<number>(keys.length * 2).fill(0);
  table.offsets = new Array<number>(keys.length * 2).fill(0);
  for (const [slot, key] of keys.entries()) if (key !== 0) place(table, key, offsets[slot] ?? 0);
}

/** False when the neighbourhood of the key is full. */
function place(table: ContextTable, key: number, offset: number): boolean {
  const { keys, offsets } = table;
  const mask = keys.length - 1;
  let slot = homeOf(key) & mask;
  for (let probe = 0; probe < PROBES; probe += 1) {
    if (keys[slot] === 0) {
      keys[slot] = key;
      offsets[slot] = offset;
      return true;
    }
    slot = (slot + 1) & mask;
  }
  return false;
}

function homeOf(key: number): number {
  const h = Math.imul(key ^ (key >>> 16), 0x85ebca6b);
  return h ^ (h >>> 13);
}

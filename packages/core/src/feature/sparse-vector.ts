/** A sparse input as parallel arrays of which the first `size` places count; reused from call to call. */
export interface SparseVector {
  size: number;
  slots: Int32Array;
  values: Float64Array;
  /** The feature each entry came from, for explanations; null where nobody asks, since keeping them takes time. */
  readonly names: string[] | null;
}

/** Entries there is room for at first: the arrays double when an input has more. */
const FIRST_ROOM = 64;

/** An empty vector to write into; `named` to explain from. */
export function createSparseVector(keep: 'named' | 'unnamed' = 'unnamed'): SparseVector {
  return {
    size: 0,
    slots: new Int32Array(FIRST_ROOM),
    values: new Float64Array(FIRST_ROOM),
    names: keep === 'named' ? [] : null,
  };
}

/** Appends one entry. */
export function addEntry(out: SparseVector, slot: number, value: number, name: string): void {
  const at = out.size++;
  if (at === out.slots.length) makeRoom(out, at + 1);
  out.slots[at] = slot;
  out.values[at] = value;
  if (out.names !== null) out.names[at] = name;
}

/** Makes the arrays at least `size` long; what they hold stays. */
export function makeRoom(out: SparseVector, size: number): void {
  if (size <= out.slots.length) return;
  const room = Math.max(size, 2 * out.slots.length);
  const { slots, values } = out;
  out.slots = new Int32Array(room);
  out.slots.set(slots);
  out.values = new Float64Array(room);
  out.values.set(values);
}

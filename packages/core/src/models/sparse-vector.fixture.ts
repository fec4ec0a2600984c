import { addEntry, createSparseVector, type SparseVector } from '../feature/sparse-vector.ts';

/** A named vector of the given entries; a place without a name of its own is called by its slot. */
export function sparseVector(
  slots: readonly number[],
  values: readonly number[],
  names: readonly string[] = [],
): SparseVector {
  const vector = createSparseVector('named');
  slots.forEach((slot, i) => {
    addEntry(vector, slot, values[i] ?? 0, names[i] ?? String(slot));
  });
  return vector;
}

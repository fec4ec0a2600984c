import { createMap, type InterestSlice, type Tag } from '@likeness/core';
import type { TagNumbers } from './tag-numbers.ts';

/**
 * The tags of one profile as its row keeps them: numbers instead of texts, and all weights in single precision as of the
 * profile's `lastAt`. A sixth of the memory that objects take, brought to another time by one loop, and written as it is.
 *
 * Five columns of `capacity` places, of which the first `size` are used.
 */
export interface TagColumns {
  size: number;
  capacity: number;
  /** Column after column: the tags' numbers, the numbers of their families, and their counts. */
  whole: Int32Array<ArrayBuffer>;
  /** Column after column: fast and slow weights. */
  weights: Float32Array<ArrayBuffer>;
}

/** One more tag, as of the same time as the others. */
export interface TagRow {
  readonly id: number;
  readonly family: number;
  readonly count: number;
  readonly fast: number;
  readonly slow: number;
}

/** Places for tags to come: most visits add a few. */
const room = 8;

/** Bytes of one place in all columns. */
export const tagBytes = 20;

/** Creates columns without tags. */
export function createTagColumns(capacity = room): TagColumns {
  return tagColumnsIn(new ArrayBuffer(tagBytes * capacity), { from: 0, size: 0, capacity });
}

/** The columns that lie in a buffer, from a multiple of four on: changing them changes it. */
export function tagColumnsIn(
  buffer: ArrayBuffer,
  { from, size, capacity }: { readonly from: number; readonly size: number; readonly capacity: number },
): TagColumns {
  return {
    size,
    capacity,
    whole: new Int32Array(buffer, from, 3 * capacity),
    weights: new Float32Array(buffer, from + 12 * capacity, 2 * capacity),
  };
}

/** The columns of tags that all are as of one time; `ids` are their numbers, in their order. */
export function tagColumnsOf(
  interests: InterestSlice,
  ids: readonly number[],
  numbers: TagNumbers,
): TagColumns {
  const columns = createTagColumns(ids.length + room);
  for (const [family, values] of Object.entries(interests)) {
    const number = numbers.familyNumber(family);
    for (const [count, fast, slow] of Object.values(values)) {
      appendTag(columns, { id: ids[columns.size] ?? 0, family: number, count, fast, slow });
    }
  }
  return columns;
}

/** Adds a tag behind the others. */
export function appendTag(columns: TagColumns, { id, family, count, fast, slow }: TagRow): void {
  if (columns.size === columns.capacity) grow(columns);
  const { size, capacity, whole, weights } = columns;
  whole[size] = id;
  whole[capacity + size] = family;
  whole[2 * capacity + size] = count;
  weights[size] = fast;
  weights[capacity + size] = slow;
  columns.size++;
}

/** Removes the tag at a place; the others keep their order. */
export function removeTag(columns: TagColumns, place: number): void {
  const { size, capacity, whole, weights } = columns;
  for (const from of [0, capacity, 2 * capacity])
    whole.copyWithin(from + place, from + place + 1, from + size);
  for (const from of [0, capacity]) weights.copyWithin(from + place, from + place + 1, from + size);
  columns.size--;
}

/** The place of a tag by its number, −1 where it is not there. */
export function placeOf({ size, whole }: TagColumns, id: number): number {
  for (let place = 0; place < size; place++) if (whole[place] === id) return place;
  return -1;
}

/** The tags of some families as objects, as of `at`; `undefined` where the text of one is not remembered. */
export function readFamilies(
  { size, capacity, whole, weights }: TagColumns,
  families: ReadonlySet<string>,
  { numbers, at }: { readonly numbers: TagNumbers; readonly at: number },
): InterestSlice | undefined {
  const interests = createMap<Record<string, Tag>>();
  if (families.size === 0) return interests;
  const wanted = new Map([...families].map((family) => [numbers.familyNumber(family), family]));
  for (let place = 0; place < size; place++) {
    const family = wanted.get(whole[capacity + place] ?? 0);
    if (family === undefined) continue;
    const value = numbers.valueOf(whole[place] ?? 0);
    if (value === undefined) return undefined;
    const own = interests[family] ?? createMap<Tag>();
    interests[family] = own;
    own[value] = [whole[2 * capacity + place] ?? 0, weights[place] ?? 0, weights[capacity + place] ?? 0, at];
  }
  return interests;
}

function grow(columns: TagColumns): void {
  const { size, capacity, whole, weights } = columns;
  const grown = createTagColumns(capacity + Math.max(room, capacity >> 2));
  for (const column of [0, 1, 2]) {
    grown.whole.set(whole.subarray(column * capacity, column * capacity + size), column * grown.capacity);
  }
  for (const column of [0, 1]) {
    grown.weights.set(weights.subarray(column * capacity, column * capacity + size), column * grown.capacity);
  }
  columns.capacity = grown.capacity;
  columns.whole = grown.whole;
  columns.weights = grown.weights;
}

import {
  decayFactor,
  familyLimit,
  type HalfLifePair,
  halfLivesOf,
  type InterestSlice,
  type TagHalfLives,
  tagLimit,
} from '@likeness/core';
import { single } from './pack-profile.ts';
import { appendTag, placeOf, removeTag, type TagColumns, type TagRow } from './tag-columns.ts';
import type { TagNumbers } from './tag-numbers.ts';

/** What events gave to the tags of a profile that had none: by the law of merging, all that a fold adds. */
export interface TouchedTags {
  readonly interests: InterestSlice;
  /** Their numbers, in their order. */
  readonly ids: readonly number[];
}

/** What columns are added to by. */
export interface AddToTagsDeps {
  /** What the columns are as of, epoch ms, and what they are to be as of. */
  readonly from: number;
  readonly to: number;
  readonly halfLives: TagHalfLives;
  readonly numbers: TagNumbers;
}

/**
 * Merges touched tags into columns, in place, brings every weight to `to` in single precision, and keeps the bound of
 * every family: as if the events had been folded into the tags themselves, and the outcome packed.
 *
 * Answers how many tags the bounds pushed out, or `undefined` where it cannot decide (too many families, or equal weights
 * of texts that are not remembered): the columns are then of no use any more.
 */
export function addToTags(
  columns: TagColumns,
  touched: TouchedTags,
  deps: AddToTagsDeps,
): number | undefined {
  const { to, halfLives, numbers } = deps;
  const factorsOf = createFamilyFactors(deps);
  const places: number[] = [];
  const sums: number[] = [];
  const added: TagRow[] = [];
  let next = 0;
  for (const family of Object.keys(touched.interests)) {
    const number = numbers.familyNumber(family);
    const own = halfLivesOf(halfLives, family);
    const now = factorsOf(number);
    const tags = touched.interests[family] ?? {};
    for (const value of Object.keys(tags)) {
      const id = touched.ids[next++] ?? 0;
      const tag = tags[value];
      if (tag === undefined) continue;
      const [count, fast, slow, at] = tag;
      const addedFast = fast * decayFactor(to - at, own.fastMs);
      const addedSlow = slow * decayFactor(to - at, own.slowMs);
      const place = placeOf(columns, id);
      if (place === -1) {
        added.push({ id, family: number, count, fast: single(addedFast), slow: single(addedSlow) });
        continue;
      }
      const { capacity, whole, weights } = columns;
      whole[2 * capacity + place] = (whole[2 * capacity + place] ?? 0) + count;
      places.push(place);
      // In double precision, and rounded once: rounding the faded weight first would give other bits.
      sums.push((weights[place] ?? 0) * now.fast + addedFast);
      sums.push((weights[capacity + place] ?? 0) * now.slow + addedSlow);
    }
  }
  fade(columns, factorsOf);
  const { capacity, weights } = columns;
  places.forEach((place, i) => {
    weights[place] = single(sums[2 * i] ?? 0);
    weights[capacity + place] = single(sums[2 * i + 1] ?? 0);
  });
  if (added.length === 0) return 0;
  for (const row of added) appendTag(columns, row);
  return keepBounds(columns, new Set(added.map(({ family }) => family)), numbers);
}

type FamilyFactors = (family: number) => { readonly fast: number; readonly slow: number };

/** What is left of weights after the time in between, by the number of a family; most have the same half-lives. */
function createFamilyFactors({ from, to, halfLives, numbers }: AddToTagsDeps): FamilyFactors {
  const factors = ({ fastMs, slowMs }: HalfLifePair) => ({
    fast: decayFactor(to - from, fastMs),
    slow: decayFactor(to - from, slowMs),
  });
  const usual = factors(halfLives);
  if (halfLives.families === undefined) return () => usual;
  const known = new Map<number, typeof usual>();
  return (family) => {
    const found = known.get(family);
    if (found !== undefined) return found;
    const own = halfLivesOf(halfLives, numbers.familyName(family));
    const made = own === halfLives ? usual : factors(own);
    known.set(family, made);
    return made;
  };
}

function fade({ size, capacity, whole, weights }: TagColumns, factorsOf: FamilyFactors): void {
  let family = -1;
  let fast = 1;
  let slow = 1;
  for (let place = 0; place < size; place++) {
    const own = whole[capacity + place] ?? 0;
    if (own !== family) {
      family = own;
      ({ fast, slow } = factorsOf(own));
    }
    weights[place] = single((weights[place] ?? 0) * fast);
    weights[capacity + place] = single((weights[capacity + place] ?? 0) * slow);
  }
}

function keepBounds(
  columns: TagColumns,
  grown: ReadonlySet<number>,
  numbers: TagNumbers,
): number | undefined {
  const sizes = new Map<number, number>();
  for (let place = 0; place < columns.size; place++) {
    const family = columns.whole[columns.capacity + place] ?? 0;
    sizes.set(family, (sizes.get(family) ?? 0) + 1);
  }
  // Which family goes depends on when each was touched last, which columns do not keep.
  if (sizes.size > familyLimit) return undefined;
  let dropped = 0;
  for (const family of grown) {
    for (let excess = (sizes.get(family) ?? 0) - tagLimit; excess > 0; excess--) {
      const lowest = lowestOf(columns, family, numbers);
      if (lowest === undefined) return undefined;
      removeTag(columns, lowest);
      dropped++;
    }
  }
  return dropped;
}

/** The place of the tag with the lowest slow weight, of equal ones that with the later text: as core drops them. */
function lowestOf(
  { size, capacity, whole, weights }: TagColumns,
  family: number,
  numbers: TagNumbers,
): number | undefined {
  let lowest = -1;
  let lowestWeight = Number.POSITIVE_INFINITY;
  for (let place = 0; place < size; place++) {
    if (whole[capacity + place] !== family) continue;
    // Weights that are used up are all the same.
    const weight = Math.max(0, weights[capacity + place] ?? 0);
    if (weight > lowestWeight) continue;
    if (weight === lowestWeight) {
      const text = numbers.valueOf(whole[place] ?? 0);
      const other = numbers.valueOf(whole[lowest] ?? 0);
      if (text === undefined || other === undefined) return undefined;
      if (text < other) continue;
    }
    lowest = place;
    lowestWeight = weight;
  }
  return lowest;
}

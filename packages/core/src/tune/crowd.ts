import type { CrowdShares } from '../profile/relevance.ts';

/** How often everybody touched each value of a family, most often first. */
export interface Crowd {
  readonly counts: Map<string, number>;
  /** Values, most touched first. */
  readonly ranked: string[];
  readonly places: Map<string, number>;
  total: number;
}

/** Values that are counted; beyond it the one that is last makes room. */
const crowdLimit = 20_000;

/** Nobody. */
export function createCrowd(): Crowd {
  return { counts: new Map(), ranked: [], places: new Map(), total: 0 };
}

/** Counts one touch. */
export function addToCrowd(crowd: Crowd, value: string): void {
  const { counts, ranked, places } = crowd;
  if (!counts.has(value)) {
    if (ranked.length >= crowdLimit) dropLast(crowd);
    places.set(value, ranked.length);
    ranked.push(value);
  }
  const count = (counts.get(value) ?? 0) + 1;
  counts.set(value, count);
  crowd.total++;
  let place = places.get(value) ?? 0;
  for (let above = ranked[place - 1]; above !== undefined; above = ranked[place - 1]) {
    if ((counts.get(above) ?? 0) >= count) break;
    ranked[place] = above;
    places.set(above, place);
    place--;
  }
  ranked[place] = value;
  places.set(value, place);
}

/** A value's share of all touches, 0–1. */
export function shareInCrowd(crowd: Crowd, value: string): number {
  return crowd.total === 0 ? 0 : (crowd.counts.get(value) ?? 0) / crowd.total;
}

/** The shares of the values touched most. */
export function crowdShares(crowd: Crowd, most: number): CrowdShares {
  return Object.fromEntries(crowd.ranked.slice(0, most).map((value) => [value, shareInCrowd(crowd, value)]));
}

function dropLast(crowd: Crowd): void {
  const last = crowd.ranked.pop();
  if (last === undefined) return;
  crowd.total -= crowd.counts.get(last) ?? 0;
  crowd.counts.delete(last);
  crowd.places.delete(last);
}

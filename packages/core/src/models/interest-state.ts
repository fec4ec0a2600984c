import type { BoundedIndex } from './bounded-index.ts';
import type { ItemCatalogue } from './item-catalogue.ts';
import type { NeighbourTable } from './neighbour-table.ts';

/** What one user likes: weights per tag at every candidate half-life, and the touches of the present day. */
export interface UserInterests {
  /** References into the catalogue of tags. */
  ids: number[];
  /** `ids.length · halfLives` numbers, tag by tag, as of the end of day `day`. */
  weights: number[];
  /** Day of the last touch, counted from the epoch. */
  day: number;
  /** Tags of that day and how often each was touched: not yet in `weights`. */
  todayIds: number[];
  todayCounts: number[];
}

/** State of the interest model. */
export interface InterestState {
  readonly tags: ItemCatalogue;
  /** Touches of everybody by tag slot, and all of them. */
  readonly crowd: number[];
  crowdTotal: number;
  /** Tags that were touched by one person on one day. */
  readonly related: NeighbourTable;
  /** What each half-life, and last the related tags, have proved worth; sums to 1. */
  readonly shares: number[];
  readonly users: BoundedIndex;
  readonly interests: UserInterests[];
}

/** Someone of whom nothing is known on a day. */
export function createUserInterests(day: number): UserInterests {
  return { ids: [], weights: [], day, todayIds: [], todayCounts: [] };
}

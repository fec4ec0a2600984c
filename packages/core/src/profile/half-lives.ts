import { dayMs } from './decay.ts';

/** Two half-lives, ms: what matters this week, and what matters in the long run. */
export interface HalfLifePair {
  readonly fastMs: number;
  readonly slowMs: number;
}

/** Half-lives of the two speeds, ms, with exceptions by family: a taste in price lasts longer than a search. */
export interface TagHalfLives extends HalfLifePair {
  readonly families?: Readonly<Record<string, HalfLifePair>>;
}

/** 7 and 120 days. */
export const defaultTagHalfLives: TagHalfLives = { fastMs: 7 * dayMs, slowMs: 120 * dayMs };

/** The half-lives of one family. */
export function halfLivesOf(halfLives: TagHalfLives, family: string): HalfLifePair {
  const { families } = halfLives;
  // Own keys only: a family may be called `constructor`.
  return families !== undefined && Object.hasOwn(families, family)
    ? (families[family] ?? halfLives)
    : halfLives;
}

import { dropLowest } from './bound.ts';
import { createFactors, decayTo, type FactorPair, updateFactors } from './decay.ts';
import { createMap, type Draft } from './draft.ts';
import { defaultTagHalfLives, type HalfLifePair, halfLivesOf, type TagHalfLives } from './half-lives.ts';

/**
 * One tag: how often it was touched, and its weight at two speeds as of `at` (epoch ms).
 *
 * Two half-lives and a plain count, because on real purchases a single half-life predicts worse than plain counts
 * while a mix of both speeds wins.
 */
export type Tag = readonly [count: number, fast: number, slow: number, at: number];

/** Tags by family (`category`, `brand`, `search`, …), then by value. */
export type InterestSlice = Readonly<Record<string, Readonly<Record<string, Tag>>>>;

/** Tags per family; beyond it the lowest current slow weight goes. */
export const tagLimit = 64;

/** Families per profile; beyond it the least recently touched goes. */
export const familyLimit = 24;

/** A tag as it is read: weights as of one time. */
export interface TagReading {
  readonly family: string;
  readonly value: string;
  readonly count: number;
  readonly fast: number;
  readonly slow: number;
  /** The mean of both speeds. */
  readonly weight: number;
  /** `weight` as a share of the positive weight of its family, 0–1. */
  readonly share: number;
  /** 1 for the heaviest tag of its family. */
  readonly rank: number;
}

/**
 * Adds `amount` (may be negative) to a tag at event time `at`; answers how many entries the bounds pushed out.
 *
 * `factors`, kept between the tags of one event, saves computing the same decay again.
 */
export function foldTag(
  interests: Draft<InterestSlice>,
  tag: { readonly family: string; readonly value: string; readonly amount: number; readonly at: number },
  allHalfLives: TagHalfLives,
  factors: FactorPair = createFactors(),
): number {
  const halfLives = halfLivesOf(allHalfLives, tag.family);
  const family = interests[tag.family];
  if (family === undefined) {
    const created = createMap<Draft<Tag>>();
    created[tag.value] = [1, tag.amount, tag.amount, tag.at];
    interests[tag.family] = created;
    return dropFamilies(interests);
  }
  const known = family[tag.value];
  if (known === undefined) {
    family[tag.value] = [1, tag.amount, tag.amount, tag.at];
    return dropTags(family, halfLives);
  }
  known[0]++;
  const elapsedMs = tag.at - known[3];
  updateFactors(factors, Math.abs(elapsedMs), halfLives);
  if (elapsedMs >= 0) {
    known[1] = known[1] * factors.fast + tag.amount;
    known[2] = known[2] * factors.slow + tag.amount;
    known[3] = tag.at;
  } else {
    known[1] += tag.amount * factors.fast;
    known[2] += tag.amount * factors.slow;
  }
  return 0;
}

/** Merges `from` into `into`; answers how many entries the bounds pushed out. */
export function mergeInterests(
  into: Draft<InterestSlice>,
  from: InterestSlice,
  allHalfLives: TagHalfLives,
): number {
  let dropped = 0;
  for (const name of Object.keys(from)) {
    const halfLives = halfLivesOf(allHalfLives, name);
    const tags = from[name] ?? {};
    const family = into[name] ?? createMap<Draft<Tag>>();
    into[name] = family;
    for (const value of Object.keys(tags)) {
      const tag = tags[value];
      if (tag !== undefined) family[value] = addTags(family[value], tag, halfLives);
    }
    dropped += dropTags(family, halfLives);
  }
  return dropped + dropFamilies(into);
}

/** Every tag of a profile as of `now`, heaviest first within families in alphabetical order. */
export function readTags(
  interests: InterestSlice,
  now: number,
  allHalfLives: TagHalfLives = defaultTagHalfLives,
): readonly TagReading[] {
  return Object.keys(interests)
    .sort((a, b) => (a < b ? -1 : 1))
    .flatMap((family) => {
      const halfLives = halfLivesOf(allHalfLives, family);
      const tags = Object.entries(interests[family] ?? {}).map(([value, tag]) => {
        const fast = decayTo(tag[1], tag[3], now, halfLives.fastMs);
        const slow = decayTo(tag[2], tag[3], now, halfLives.slowMs);
        return { family, value, count: tag[0], fast, slow, weight: (fast + slow) / 2 };
      });
      const total = tags.reduce((sum, tag) => sum + Math.max(0, tag.weight), 0);
      return tags
        .sort((a, b) => b.weight - a.weight || (a.value < b.value ? -1 : 1))
        .map((tag, i) => ({
          ...tag,
          share: total > 0 ? Math.max(0, tag.weight) / total : 0,
          rank: i + 1,
        }));
    });
}

function addTags(a: Tag | undefined, b: Tag, halfLives: HalfLifePair): Draft<Tag> {
  if (a === undefined) return [b[0], b[1], b[2], b[3]];
  const at = Math.max(a[3], b[3]);
  return [
    a[0] + b[0],
    decayTo(a[1], a[3], at, halfLives.fastMs) + decayTo(b[1], b[3], at, halfLives.fastMs),
    decayTo(a[2], a[3], at, halfLives.slowMs) + decayTo(b[2], b[3], at, halfLives.slowMs),
    at,
  ];
}

function dropTags(family: Record<string, Draft<Tag>>, halfLives: HalfLifePair): number {
  // log2 of the weight at a fixed reference time: the same order as the current weights, without overflow.
  return dropLowest(family, tagLimit, (tag) =>
    tag[2] > 0 ? Math.log2(tag[2]) + tag[3] / halfLives.slowMs : Number.NEGATIVE_INFINITY,
  );
}

function dropFamilies(interests: Draft<InterestSlice>): number {
  return dropLowest(interests, familyLimit, (family) =>
    Object.values(family).reduce((latest, tag) => Math.max(latest, tag[3]), 0),
  );
}

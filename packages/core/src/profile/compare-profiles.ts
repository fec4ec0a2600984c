import { decayTo } from './decay.ts';
import { defaultTagHalfLives, halfLivesOf, type TagHalfLives } from './half-lives.ts';
import type { InterestSlice } from './interest.ts';
import type { Profile } from './profile.ts';
import { type RateSlice, rateHalfLives } from './rate.ts';
import { socialHalfLifeMs } from './social.ts';

/** One place where two profiles differ. */
export interface ProfileDifference {
  /** Keys from the profile down: `interests.category.mugs.1`. */
  readonly path: string;
  readonly a: unknown;
  readonly b: unknown;
}

/** How close two profiles must be to count as equal. */
export interface ProfileTolerance {
  /** Relative difference of two decayed weights as of one time; exact values have none. Default 1e-9. */
  readonly relative?: number;
  readonly halfLives?: TagHalfLives;
}

/**
 * Where two profiles differ; an empty list means that they say the same.
 *
 * Decayed weights are compared as of the later of both `lastAt`s, since one sum may be kept as of different times;
 * everything else must be equal.
 */
export function compareProfiles(
  a: Profile,
  b: Profile,
  tolerance: ProfileTolerance = {},
): readonly ProfileDifference[] {
  const now = Math.max(a.lastAt ?? 0, b.lastAt ?? 0);
  const halfLives = tolerance.halfLives ?? defaultTagHalfLives;
  const found: ProfileDifference[] = [];
  compare(readable(a, now, halfLives), readable(b, now, halfLives), '', tolerance.relative ?? 1e-9, found);
  return found;
}

/** A number that may differ by rounding. */
class Rounded {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

function readable(profile: Profile, now: number, halfLives: TagHalfLives): unknown {
  return {
    ...profile,
    interests: readableTags(profile.interests, now, halfLives),
    rates: readableRates(profile.rates, now),
    social: mapValues(profile.social, ([out, in_, weight, at]) => ({
      out,
      in: in_,
      weight: new Rounded(decayTo(weight, at, now, socialHalfLifeMs)),
    })),
  };
}

function readableTags(interests: InterestSlice, now: number, halfLives: TagHalfLives): unknown {
  return mapValues(interests, (tags, family) => {
    const { fastMs, slowMs } = halfLivesOf(halfLives, family);
    return mapValues(tags, ([count, fast, slow, at]) => ({
      count,
      fast: new Rounded(decayTo(fast, at, now, fastMs)),
      slow: new Rounded(decayTo(slow, at, now, slowMs)),
    }));
  });
}

function readableRates(rates: RateSlice, now: number): unknown {
  return mapValues(rates, (rate) =>
    rateHalfLives.map((halfLifeMs, i) => new Rounded(decayTo(rate[i] ?? 0, rate[4], now, halfLifeMs))),
  );
}

function mapValues<T, U>(
  map: Readonly<Record<string, T>>,
  change: (value: T, key: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}

function compare(a: unknown, b: unknown, path: string, relative: number, found: ProfileDifference[]): void {
  if (a instanceof Rounded && b instanceof Rounded) {
    // Weights of opposite sign cancel, so a difference is also forgiven when it is tiny beside one action's weight.
    const allowed = relative * Math.max(1, Math.abs(a.value), Math.abs(b.value));
    if (Math.abs(a.value - b.value) > allowed) found.push({ path, a: a.value, b: b.value });
  } else if (isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      compare(a[key], b[key], path === '' ? key : `${path}.${key}`, relative, found);
    }
  } else if (!Object.is(a, b) && !(isDecayedAway(a, relative) && isDecayedAway(b, relative))) {
    found.push({ path, a, b });
  }
}

/** A rate of long ago is 0 in single precision, as which it is not stored: absent says the same. */
function isDecayedAway(value: unknown, relative: number): boolean {
  if (value === undefined) return true;
  return (
    Array.isArray(value) && value.every((item) => item instanceof Rounded && Math.abs(item.value) <= relative)
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !(value instanceof Rounded);
}

import {
  decayTo,
  type EventKind,
  emptyProfile,
  type Profile,
  type Rate,
  rateHalfLives,
  type Tag,
  type TagHalfLives,
} from '@likeness/core';

/** A profile in the shape of its row; texts still stand where numbers of dictionaries go. */
export interface PackedProfile {
  readonly events: number;
  readonly dropped: number;
  readonly firstAt: number | undefined;
  readonly lastAt: number | undefined;
  /** `family` TAB `value`. */
  readonly tags: readonly string[];
  readonly tagCounts: readonly number[];
  readonly tagFast: readonly number[];
  readonly tagSlow: readonly number[];
  readonly rates: readonly number[];
  readonly countNames: readonly string[];
  readonly counts: readonly number[];
  readonly countFirstAt: readonly number[];
  readonly countLastAt: readonly number[];
  readonly traits: Profile['traits'];
  readonly state: Pick<Profile, 'value' | 'engagement' | 'channel'>;
}

/** The order of the kinds in `profiles.rates`. */
const kinds: readonly EventKind[] = ['view', 'search', 'click', 'cart', 'order', 'other'];

/** Packs a profile: every decayed weight as of `lastAt`, so that one time serves them all. */
export function packProfile(profile: Profile, halfLives: TagHalfLives): PackedProfile {
  const now = profile.lastAt ?? 0;
  const tags: string[] = [];
  const tagCounts: number[] = [];
  const tagFast: number[] = [];
  const tagSlow: number[] = [];
  for (const [family, values] of Object.entries(profile.interests)) {
    for (const [value, tag] of Object.entries(values)) {
      tags.push(`${family}\t${value}`);
      tagCounts.push(tag[0]);
      tagFast.push(single(decayTo(tag[1], tag[3], now, halfLives.fastMs)));
      tagSlow.push(single(decayTo(tag[2], tag[3], now, halfLives.slowMs)));
    }
  }
  const counts = Object.entries(profile.counts);
  return {
    events: profile.events,
    dropped: profile.dropped,
    firstAt: profile.firstAt,
    lastAt: profile.lastAt,
    tags,
    tagCounts,
    tagFast,
    tagSlow,
    rates: kinds.flatMap((kind) => packRate(profile.rates[kind], now)),
    countNames: counts.map(([name]) => name),
    counts: counts.map(([, count]) => count[0]),
    countFirstAt: counts.map(([, count]) => count[1]),
    countLastAt: counts.map(([, count]) => count[2]),
    traits: profile.traits,
    state: { value: profile.value, engagement: profile.engagement, channel: profile.channel },
  };
}

/** The inverse of {@link packProfile}, to the rounding of single precision in decayed weights. */
export function unpackProfile(packed: PackedProfile): Profile {
  const at = packed.lastAt ?? 0;
  const interests: Record<string, Record<string, Tag>> = {};
  packed.tags.forEach((text, i) => {
    const tab = text.indexOf('\t');
    const family = text.slice(0, tab);
    const tags = Object.hasOwn(interests, family) ? interests[family] : undefined;
    const own = tags ?? emptyRecord<Tag>();
    if (tags === undefined) define(interests, family, own);
    define(own, text.slice(tab + 1), [
      packed.tagCounts[i] ?? 0,
      packed.tagFast[i] ?? 0,
      packed.tagSlow[i] ?? 0,
      at,
    ]);
  });
  const counts = emptyRecord<Profile['counts'][string]>();
  packed.countNames.forEach((name, i) => {
    define(counts, name, [packed.counts[i] ?? 0, packed.countFirstAt[i] ?? 0, packed.countLastAt[i] ?? 0]);
  });
  return {
    ...emptyProfile(),
    ...packed.state,
    events: packed.events,
    dropped: packed.dropped,
    ...(packed.firstAt === undefined ? {} : { firstAt: packed.firstAt }),
    ...(packed.lastAt === undefined ? {} : { lastAt: packed.lastAt }),
    interests,
    counts,
    rates: unpackRates(packed.rates, at),
    traits: packed.traits,
  };
}

function packRate(rate: Rate | undefined, now: number): readonly number[] {
  if (rate === undefined) return [0, 0, 0, 0];
  return rateHalfLives.map((halfLifeMs, i) => single(decayTo(rate[i] ?? 0, rate[4], now, halfLifeMs)));
}

function unpackRates(rates: readonly number[], at: number): Profile['rates'] {
  const unpacked: Partial<Record<EventKind, Rate>> = {};
  kinds.forEach((kind, i) => {
    const [hour = 0, day = 0, week = 0, month = 0] = rates.slice(4 * i, 4 * i + 4);
    // An hour's weight vanishes from single precision within a week, a month's does not within ten years.
    if (month > 0) unpacked[kind] = [hour, day, week, month, at];
  });
  return unpacked;
}

/** Postgres refuses a `real` that underflows; what is below its range is nothing. */
function single(weight: number): number {
  return Math.abs(weight) < 1.2e-38 ? 0 : Math.fround(weight);
}

function emptyRecord<T>(): Record<string, T> {
  return {};
}

/** Sets an own property even when the name is `__proto__`. */
function define<T>(record: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(record, key, { value, enumerable: true, writable: true, configurable: true });
}

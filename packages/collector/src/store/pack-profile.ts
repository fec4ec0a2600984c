import {
  createMap,
  decayTo,
  emptyEngagement,
  emptyPsychographics,
  eventKinds,
  halfLivesOf,
  type Profile,
  type Rate,
  rateHalfLives,
  socialHalfLifeMs,
  type Tag,
  type TagHalfLives,
} from '@likeness/core';

/**
 * A profile in the shape of its row, with lists of numbers of one kind or another; texts still stand where numbers of
 * dictionaries go.
 */
export interface PackedProfile<Numbers extends ArrayLike<number> = readonly number[]> {
  readonly events: number;
  readonly dropped: number;
  readonly firstAt: number | undefined;
  readonly lastAt: number | undefined;
  /** `family` TAB `value`. */
  readonly tags: readonly string[];
  readonly tagCounts: Numbers;
  readonly tagFast: Numbers;
  readonly tagSlow: Numbers;
  readonly rates: Numbers;
  readonly countNames: readonly string[];
  readonly counts: Numbers;
  readonly countFirstAt: Numbers;
  readonly countLastAt: Numbers;
  /** Day, kind and count of each in one number. */
  readonly dayCounts: Numbers;
  readonly traits: Profile['traits'];
  readonly state: PackedState;
}

/** The slices that are kept as JSON; empty ones, and zeros of the sums, are left out. */
export type PackedState = Partial<
  Pick<Profile, 'value' | 'vitals' | 'channel' | 'environment' | 'clickThrough' | 'social'>
> & {
  readonly engagement?: Partial<Profile['engagement']>;
  readonly psychographics?: Partial<Profile['psychographics']>;
};

/**
 * Day, kind and count share one number: `((day − firstDay) · 8 + kind) · 8192 + count`, 31 bits until the year
 * 2089. A greater count takes several numbers, which add up.
 */
export const firstDay = 10_957; // 2000-01-01, before which no event is believed
/** See {@link firstDay}. */
export const kindRoom = 8;
/** See {@link firstDay}. */
export const countRoom = 8_192;
const mostOfDay = countRoom - 1;

/** Packs a profile: every decayed weight as of `lastAt`, so that one time serves them all. */
export function packProfile(profile: Profile, halfLives: TagHalfLives): PackedProfile {
  const now = profile.lastAt ?? 0;
  const tags: string[] = [];
  const tagCounts: number[] = [];
  const tagFast: number[] = [];
  const tagSlow: number[] = [];
  for (const [family, values] of Object.entries(profile.interests)) {
    const { fastMs, slowMs } = halfLivesOf(halfLives, family);
    for (const [value, tag] of Object.entries(values)) {
      tags.push(`${family}\t${value}`);
      tagCounts.push(tag[0]);
      tagFast.push(single(decayTo(tag[1], tag[3], now, fastMs)));
      tagSlow.push(single(decayTo(tag[2], tag[3], now, slowMs)));
    }
  }
  // Loops instead of lists of entries from here on: a profile is packed at every save.
  const names = Object.keys(profile.counts);
  const counts: number[] = [];
  const countFirstAt: number[] = [];
  const countLastAt: number[] = [];
  for (const name of names) {
    const count = profile.counts[name];
    counts.push(count?.[0] ?? 0);
    countFirstAt.push(count?.[1] ?? 0);
    countLastAt.push(count?.[2] ?? 0);
  }
  return {
    events: profile.events,
    dropped: profile.dropped,
    firstAt: profile.firstAt,
    lastAt: profile.lastAt,
    tags,
    tagCounts,
    tagFast,
    tagSlow,
    rates: packRates(profile.rates, now),
    countNames: names,
    counts,
    countFirstAt,
    countLastAt,
    dayCounts: packDays(profile.days),
    traits: profile.traits,
    state: packState(profile, now),
  };
}

/** The inverse of {@link packProfile}, to the rounding of single precision in decayed weights. */
export function unpackProfile(packed: PackedProfile<ArrayLike<number>>): Profile {
  const at = packed.lastAt ?? 0;
  const interests = createMap<Record<string, Tag>>();
  packed.tags.forEach((text, i) => {
    const tab = text.indexOf('\t');
    const family = text.slice(0, tab);
    const own = interests[family] ?? createMap<Tag>();
    interests[family] = own;
    own[text.slice(tab + 1)] = [packed.tagCounts[i] ?? 0, packed.tagFast[i] ?? 0, packed.tagSlow[i] ?? 0, at];
  });
  const counts = createMap<Profile['counts'][string]>();
  packed.countNames.forEach((name, i) => {
    counts[name] = [packed.counts[i] ?? 0, packed.countFirstAt[i] ?? 0, packed.countLastAt[i] ?? 0];
  });
  const { state, firstAt, lastAt } = packed;
  // Named one by one: a profile is unpacked for every event of a user who rested.
  const profile: Profile = {
    events: packed.events,
    traits: packed.traits,
    counts,
    rates: unpackRates(packed.rates, at),
    days: unpackDays(packed.dayCounts),
    interests,
    value: state.value ?? {},
    engagement: { ...emptyEngagement(), ...state.engagement },
    clickThrough: state.clickThrough ?? { total: [0, 0], placements: {} },
    vitals: state.vitals ?? {},
    channel: state.channel ?? {},
    environment: state.environment ?? {},
    psychographics: { ...emptyPsychographics(), ...state.psychographics },
    social: state.social ?? {},
    dropped: packed.dropped,
  };
  if (firstAt === undefined || lastAt === undefined) return profile;
  return { ...profile, firstAt, lastAt };
}

function packRates(rates: Profile['rates'], now: number): readonly number[] {
  const packed: number[] = [];
  for (const kind of eventKinds) {
    const rate = rates[kind];
    for (let i = 0; i < rateHalfLives.length; i++) {
      packed.push(
        rate === undefined ? 0 : single(decayTo(rate[i] ?? 0, rate[4], now, rateHalfLives[i] ?? 1)),
      );
    }
  }
  return packed;
}

function unpackRates(rates: ArrayLike<number>, at: number): Profile['rates'] {
  const unpacked = createMap<Rate>();
  for (let i = 0; i < eventKinds.length; i++) {
    const month = rates[4 * i + 3] ?? 0;
    // An hour's weight vanishes from single precision within a week, a month's does not within ten years.
    if (month <= 0) continue;
    const rate: Rate = [rates[4 * i] ?? 0, rates[4 * i + 1] ?? 0, rates[4 * i + 2] ?? 0, month, at];
    unpacked[eventKinds[i] ?? ''] = rate;
  }
  return unpacked;
}

/** A {@link PackedState} that is being made. */
type StateDraft = { -readonly [K in keyof PackedState]: PackedState[K] };

function packState(profile: Profile, now: number): PackedState {
  const state: StateDraft = {};
  if (!isEmpty(profile.value)) state.value = profile.value;
  const engagement = withoutZeros(profile.engagement);
  if (!isEmpty(engagement)) state.engagement = engagement;
  if (!isEmpty(profile.vitals)) state.vitals = profile.vitals;
  if (!isEmpty(profile.channel)) state.channel = profile.channel;
  if (!isEmpty(profile.environment)) state.environment = profile.environment;
  const { total } = profile.clickThrough;
  if (total[0] + total[1] !== 0) state.clickThrough = profile.clickThrough;
  const psychographics = withoutZeros(profile.psychographics);
  if (!isEmpty(psychographics)) state.psychographics = psychographics;
  if (!isEmpty(profile.social)) state.social = packTies(profile.social, now);
  return state;
}

function packTies(social: Profile['social'], now: number): Profile['social'] {
  return Object.fromEntries(
    Object.entries(social).map(([peer, [out, in_, weight, at]]) => [
      peer,
      [out, in_, single(decayTo(weight, at, now, socialHalfLifeMs)), now] as const,
    ]),
  );
}

function withoutZeros<T extends object>(sums: T): Partial<T> {
  const kept: Partial<T> = {};
  for (const key in sums) {
    const sum = sums[key];
    if (sum !== 0 && !(typeof sum === 'object' && sum !== null && isEmpty(sum))) kept[key] = sum;
  }
  return kept;
}

/** For plain data: the keys of a prototype would count. */
function isEmpty(record: object): boolean {
  for (const _ in record) return false;
  return true;
}

function packDays(days: Profile['days']): readonly number[] {
  const packed: number[] = [];
  for (const day of Object.keys(days)) {
    const first = (Number(day) - firstDay) * kindRoom;
    const counts = days[day] ?? [];
    for (let kind = 0; kind < counts.length; kind++) {
      const key = (first + kind) * countRoom;
      let left = counts[kind] ?? 0;
      for (; left > mostOfDay; left -= mostOfDay) packed.push(key + mostOfDay);
      if (left > 0) packed.push(key + left);
    }
  }
  return packed;
}

function unpackDays(packed: ArrayLike<number>): Profile['days'] {
  const days = createMap<[number, number, number, number, number, number]>();
  for (let i = 0; i < packed.length; i++) {
    const number = packed[i] ?? 0;
    const key = Math.floor(number / countRoom);
    const day = firstDay + Math.floor(key / kindRoom);
    const counts = days[day] ?? [0, 0, 0, 0, 0, 0];
    days[day] = counts;
    // What packDays wrote is one of the six places.
    counts[(key % kindRoom) as 0 | 1 | 2 | 3 | 4 | 5] += number % countRoom;
  }
  return days;
}

/** Postgres refuses a `real` that underflows; what is below its range is nothing. */
export function single(weight: number): number {
  return Math.abs(weight) < 1.2e-38 ? 0 : Math.fround(weight);
}

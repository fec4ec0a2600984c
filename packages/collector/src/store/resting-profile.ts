import {
  adoptProfile,
  eventKinds,
  type ProfileDraft,
  rateHalfLives,
  type TagHalfLives,
} from '@likeness/core';
import { type PackedProfile, packProfile, unpackProfile } from './pack-profile.ts';
import { settleProfile } from './settle-profile.ts';

/**
 * A profile without its tags, as its row keeps it: an eighth of the memory of objects, and written as it is. It is put to
 * rest in the place where it rested before: what is made anew for every event is moved twice by the garbage collector.
 */
export interface RestingProfile {
  /** Events, entries pushed out, first and last time, rates; of each count its number, first and last time; days. */
  numbers: Float64Array<ArrayBuffer>;
  /** Names of the counts. */
  names: readonly string[];
  days: number;
  /** JSON texts. */
  traits: string;
  state: string;
}

/** Where the lists begin in the numbers of a profile at rest, and how long they are. */
export interface RestingLists {
  readonly rates: Span;
  readonly counts: Span;
  readonly countFirstAt: Span;
  readonly countLastAt: Span;
  readonly dayCounts: Span;
}

/** A part of a list. */
export interface Span {
  readonly from: number;
  readonly length: number;
}

const headLength = 4;
const ratesLength = eventKinds.length * rateHalfLives.length;
/** Numbers to come: a day more, a count more. */
const room = 16;

/**
 * Puts a profile to rest: every decayed weight becomes, in place, what is stored of it. The tags, which are kept
 * elsewhere, must be none.
 */
export function restProfile(
  profile: ProfileDraft,
  halfLives: TagHalfLives,
  before?: RestingProfile,
): RestingProfile {
  settleProfile(profile);
  const packed = packProfile(profile, halfLives);
  const { countNames, dayCounts } = packed;
  const length = headLength + ratesLength + 3 * countNames.length + dayCounts.length;
  const resting = before ?? { numbers: new Float64Array(0), names: [], days: 0, traits: '', state: '' };
  if (resting.numbers.length < length) resting.numbers = new Float64Array(length + room);
  const { numbers } = resting;
  numbers[0] = packed.events;
  numbers[1] = packed.dropped;
  numbers[2] = packed.firstAt ?? Number.NaN;
  numbers[3] = packed.lastAt ?? Number.NaN;
  if (!hasNames(resting.names, countNames)) resting.names = countNames;
  resting.days = dayCounts.length;
  const lists = restingLists(resting);
  numbers.set(packed.rates, lists.rates.from);
  numbers.set(packed.counts, lists.counts.from);
  numbers.set(packed.countFirstAt, lists.countFirstAt.from);
  numbers.set(packed.countLastAt, lists.countLastAt.from);
  numbers.set(dayCounts, lists.dayCounts.from);
  const traits = JSON.stringify(packed.traits);
  if (traits !== resting.traits) resting.traits = traits;
  resting.state = JSON.stringify(packed.state);
  return resting;
}

/** The profile, without tags, for nobody else: to the bit what reading its row would give. */
export function wakeProfile(resting: RestingProfile): ProfileDraft {
  const { numbers, names } = resting;
  const lists = restingLists(resting);
  const part = ({ from, length }: Span) => numbers.subarray(from, from + length);
  return adoptProfile(
    unpackProfile({
      events: numbers[0] ?? 0,
      dropped: numbers[1] ?? 0,
      firstAt: restingTime(resting, 'first'),
      lastAt: restingTime(resting, 'last'),
      tags: [],
      tagCounts: [],
      tagFast: [],
      tagSlow: [],
      rates: part(lists.rates),
      countNames: names,
      counts: part(lists.counts),
      countFirstAt: part(lists.countFirstAt),
      countLastAt: part(lists.countLastAt),
      dayCounts: part(lists.dayCounts),
      // Both texts were written by restProfile.
      traits: JSON.parse(resting.traits) as PackedProfile['traits'],
      state: JSON.parse(resting.state) as PackedProfile['state'],
    }),
  );
}

/** The time of its first or last event, epoch ms; `undefined` before any. */
export function restingTime({ numbers }: RestingProfile, which: 'first' | 'last'): number | undefined {
  const at = numbers[which === 'first' ? 2 : 3] ?? Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** The lists among its numbers. */
export function restingLists({ names: { length }, days }: RestingProfile): RestingLists {
  const counts = headLength + ratesLength;
  return {
    rates: { from: headLength, length: ratesLength },
    counts: { from: counts, length },
    countFirstAt: { from: counts + length, length },
    countLastAt: { from: counts + 2 * length, length },
    dayCounts: { from: counts + 3 * length, length: days },
  };
}

function hasNames(known: readonly string[], names: readonly string[]): boolean {
  return known.length === names.length && names.every((name, i) => name === known[i]);
}

import { dayMs } from './decay.ts';
import type { Draft } from './draft.ts';
import { type EventKind, eventKinds } from './rate.ts';

/** Events of one UTC day by kind, in the order of {@link eventKinds}. */
export type DayCounts = readonly [
  view: number,
  search: number,
  click: number,
  cart: number,
  order: number,
  other: number,
];

/**
 * Exact counts by UTC day (days since 1970-01-01 as decimal text) for the {@link dayLimit} days that end with the
 * latest one seen.
 *
 * Which days are kept depends on the latest day alone, so any order of events keeps the same ones.
 */
export type DaySlice = Readonly<Record<string, DayCounts>>;

/** Days kept: what a window of 90 days needs, and two more for readers in time zones ahead of UTC. */
export const dayLimit = 92;

/** The UTC day of a time. */
export function dayOf(at: number): number {
  return Math.floor(at / dayMs);
}

/**
 * Counts one event; `latestAt` is the time of the latest event so far, this one included. What is too old for any
 * window changes nothing.
 */
export function foldDay(days: Draft<DaySlice>, kind: EventKind, at: number, latestAt: number): void {
  const day = dayOf(at);
  let counts = days[day];
  if (counts === undefined) {
    const oldest = dayOf(latestAt) - dayLimit + 1;
    if (day < oldest) return;
    dropOldDays(days, oldest);
    counts = [0, 0, 0, 0, 0, 0];
    days[day] = counts;
  }
  // eventKinds has six members, so the index is one of the six places.
  counts[eventKinds.indexOf(kind) as 0 | 1 | 2 | 3 | 4 | 5]++;
}

/** Merges `from` into `into`; `latestAt` is the time of the latest event of both. */
export function mergeDays(into: Draft<DaySlice>, from: DaySlice, latestAt: number): void {
  for (const day of Object.keys(from)) {
    const added = from[day];
    if (added === undefined) continue;
    const known = into[day];
    if (known === undefined) into[day] = copyDay(added);
    else for (let i = 0; i < 6; i++) known[i as 0] += added[i as 0]; // the loop runs over the six places
  }
  dropOldDays(into, dayOf(latestAt) - dayLimit + 1);
}

/** A private copy of one day. */
export function copyDay(counts: DayCounts): Draft<DayCounts> {
  return [counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]];
}

/** How many days a window may span. */
export type WindowDays = 7 | 30 | 90;

/**
 * Events of a kind on the UTC day of `now` and the `windowDays − 1` days before it, exactly; of all kinds when
 * `kind` is `all`.
 */
export function countInWindow(
  days: DaySlice,
  kind: EventKind | 'all',
  windowDays: WindowDays,
  now: number,
): number {
  const today = dayOf(now);
  let sum = 0;
  for (const key of Object.keys(days)) {
    const counts = days[key];
    const day = Number(key);
    if (counts === undefined || day > today || day <= today - windowDays) continue;
    sum += kind === 'all' ? counts.reduce((a, b) => a + b, 0) : (counts[eventKinds.indexOf(kind)] ?? 0);
  }
  return sum;
}

/** Days with at least one event in the window that {@link countInWindow} describes. */
export function activeDays(days: DaySlice, windowDays: WindowDays, now: number): number {
  const today = dayOf(now);
  return Object.keys(days).filter((day) => Number(day) <= today && Number(day) > today - windowDays).length;
}

function dropOldDays(days: Draft<DaySlice>, oldest: number): void {
  // Keys that are whole numbers come in ascending order (ECMA-262, OrdinaryOwnPropertyKeys).
  for (const day in days) {
    if (Number(day) >= oldest) return;
    delete days[day];
  }
}

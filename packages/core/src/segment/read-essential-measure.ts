import { clickThroughRate } from '../profile/click-through.ts';
import type { Count } from '../profile/count.ts';
import { dayMs } from '../profile/decay.ts';
import type { Profile } from '../profile/profile.ts';
import { type EventKind, eventKinds, rateHalfLives } from '../profile/rate.ts';
import { readDiscountShare } from '../profile/read-psychographics.ts';
import { mainCurrency, type ValueSlice } from '../profile/value.ts';
import { own } from './own.ts';
import type {
  CountMeasure,
  DaysSinceMeasure,
  EngagementMeasure,
  EventsMeasure,
  PsychographicMeasure,
  RateMeasure,
  ValueMeasure,
} from './rule.ts';
import { remaining } from './tag-curve.ts';

/** The measures that the ready-made segments ask for, and what else the same slices tell. */
export type EssentialMeasure =
  | EventsMeasure
  | CountMeasure
  | RateMeasure
  | DaysSinceMeasure
  | ValueMeasure
  | EngagementMeasure
  | PsychographicMeasure;

/** Reads such a measure as of `now`, epoch ms; `undefined` says that it is unknown. A part of `readMeasure` for pages that load no more. */
export function readEssentialMeasure(
  measure: EssentialMeasure,
  profile: Profile,
  now: number,
): number | undefined {
  switch (measure.measure) {
    case 'events':
      return profile.events;
    case 'count':
      return own(profile.counts, measure.event)?.[0] ?? 0;
    case 'rate':
      return readRate(measure, profile, now);
    case 'days-since': {
      const at = timeOf(measure, profile);
      return at === undefined ? undefined : (now - at) / dayMs;
    }
    case 'value':
      return readValue(measure, profile.value);
    case 'engagement':
      return readEngagement(measure, profile);
    case 'psychographic':
      return readPsychographic(measure, profile);
  }
}

/** When the event that a measure counts the days from took place. */
export function timeOf(measure: DaysSinceMeasure, profile: Profile): number | undefined {
  if (measure.event === undefined) return measure.time === 'first' ? profile.firstAt : profile.lastAt;
  const count: Count | undefined = own(profile.counts, measure.event);
  return count?.[measure.time === 'first' ? 1 : 2];
}

/** The places of the half-lives of a rate in its state. */
export const rateIndex = { hour: 0, day: 1, week: 2, month: 3 } as const;

/** The kinds of event that a rate is about. */
export function rateKinds(measure: RateMeasure): readonly EventKind[] {
  return measure.kind === 'all' ? eventKinds : [measure.kind];
}

/** As `ratePerDay` reads it, but never quite 0. */
export function readRate(measure: RateMeasure, profile: Profile, now: number): number {
  const index = rateIndex[measure.halfLife];
  const halfLifeMs = rateHalfLives[index];
  let sum = 0;
  for (const kind of rateKinds(measure)) {
    const rate = profile.rates[kind];
    if (rate !== undefined) sum += rate[index] * remaining(Math.max(0, now - rate[4]), halfLifeMs);
  }
  return (sum * Math.LN2 * dayMs) / halfLifeMs;
}

function readValue(measure: ValueMeasure, slice: ValueSlice): number | undefined {
  const { currency, read } = measure;
  const paidIn = currency ?? mainCurrency(slice);
  const main = paidIn === undefined ? undefined : own(slice, paidIn);
  const sum = (field: 'orders' | 'items' | 'refunds'): number =>
    currency === undefined
      ? Object.values(slice).reduce((total, value) => total + value[field], 0)
      : (main?.[field] ?? 0);
  switch (read) {
    case 'orders':
    case 'items':
    case 'refunds':
      return sum(read);
    case 'revenue':
      return (main?.revenueMicros ?? 0) / 1e6;
    case 'refunded':
      return (main?.refundedMicros ?? 0) / 1e6;
    case 'average-order':
      return main === undefined || main.orders === 0 ? undefined : main.revenueMicros / 1e6 / main.orders;
  }
}

function readEngagement(
  { read }: EngagementMeasure,
  { engagement, clickThrough }: Profile,
): number | undefined {
  switch (read) {
    case 'visits':
      return engagement.visits;
    case 'visible-minutes':
      return engagement.visibleMs / 60_000;
    case 'max-depth':
      return engagement.maxDepth;
    case 'page-views':
      return engagement.pageViews;
    case 'click-through':
      return clickThroughRate(clickThrough.total);
  }
}

function readPsychographic({ read }: PsychographicMeasure, { psychographics }: Profile): number | undefined {
  switch (read) {
    case 'discount-share':
      return readDiscountShare(psychographics);
    case 'sentiment':
      return psychographics.texts === 0 ? undefined : psychographics.feelings / 1_000 / psychographics.texts;
  }
}

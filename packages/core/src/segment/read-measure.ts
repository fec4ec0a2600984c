import type { JsonValue } from '../event/event.ts';
import type { ChannelSlice } from '../profile/channel.ts';
import { clickThroughRate } from '../profile/click-through.ts';
import type { Count } from '../profile/count.ts';
import { countInWindow } from '../profile/days.ts';
import { dayMs } from '../profile/decay.ts';
import { halfLivesOf, type TagHalfLives } from '../profile/half-lives.ts';
import type { Profile } from '../profile/profile.ts';
import { type EventKind, eventKinds, rateHalfLives } from '../profile/rate.ts';
import { readDiscountShare } from '../profile/read-psychographics.ts';
import { mainCurrency, type ValueSlice } from '../profile/value.ts';
import { highEdge } from './passes-test.ts';
import type {
  ChannelMeasure,
  DaysSinceMeasure,
  EngagementMeasure,
  Measure,
  PsychographicMeasure,
  RateMeasure,
  SocialMeasure,
  TagMeasure,
  ValueMeasure,
} from './rule.ts';
import { currentTags, isMeasured, measuredTags, remaining } from './tag-curve.ts';

/** What a measure is read with. */
export interface MeasureContext {
  /** Epoch ms. */
  readonly now: number;
  readonly halfLives: TagHalfLives;
  /** Predictions by name; what is missing is unknown. */
  readonly predictions?: Readonly<Record<string, number>>;
}

/** Reads one measure of a profile; `undefined` says that it is unknown. */
export function readMeasure(
  measure: Measure,
  profile: Profile,
  context: MeasureContext,
): JsonValue | undefined {
  switch (measure.measure) {
    case 'trait':
      return own(profile.traits, measure.name)?.value;
    case 'events':
      return profile.events;
    case 'count':
      return own(profile.counts, measure.event)?.[0] ?? 0;
    case 'window':
      return countInWindow(profile.days, measure.kind, measure.days, context.now);
    case 'rate':
      return readRate(measure, profile, context.now);
    case 'tag':
      return readTag(measure, profile, context);
    case 'days-since': {
      const at = timeOf(measure, profile);
      return at === undefined ? undefined : (context.now - at) / dayMs;
    }
    case 'value':
      return readValue(measure, profile.value);
    case 'engagement':
      return readEngagement(measure, profile);
    case 'channel':
      return readChannel(measure, profile.channel);
    case 'environment':
      return profile.environment[measure.read]?.[0];
    case 'psychographic':
      return readPsychographic(measure, profile);
    case 'social':
      return readSocial(measure, profile);
    case 'prediction':
      return own(context.predictions ?? {}, measure.name);
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

function readTag(measure: TagMeasure, profile: Profile, context: MeasureContext): number | undefined {
  const { family: name, value, read, scope } = measure;
  const family = own(profile.interests, name) ?? {};
  if (read === 'count') {
    let count = 0;
    for (const [tag, [touches]] of Object.entries(family)) {
      if (isMeasured(tag, value, scope)) count += touches;
    }
    return count;
  }
  const halfLives = halfLivesOf(context.halfLives, name);
  const { mine, others } = measuredTags(measure, currentTags(family, { now: context.now, halfLives }));
  if (mine === undefined) return read === 'rank' ? undefined : 0;
  switch (read) {
    case 'fast':
      return mine.fast;
    case 'slow':
      return mine.slow;
    case 'weight':
      return (mine.fast + mine.slow) / 2;
    case 'share': {
      const weight = Math.max(0, mine.fast + mine.slow);
      const total = others.reduce((sum, { fast, slow }) => sum + Math.max(0, fast + slow), weight);
      return total > 0 ? weight / total : 0;
    }
    case 'rank': {
      const edge = highEdge(mine.fast + mine.slow);
      return 1 + others.filter(({ fast, slow }) => fast + slow > edge).length;
    }
  }
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

function readChannel({ touch, read }: ChannelMeasure, channel: ChannelSlice): string | undefined {
  return channel[touch]?.[read];
}

function readPsychographic({ read }: PsychographicMeasure, { psychographics }: Profile): number | undefined {
  switch (read) {
    case 'discount-share':
      return readDiscountShare(psychographics);
    case 'sentiment':
      return psychographics.texts === 0 ? undefined : psychographics.feelings / 1_000 / psychographics.texts;
  }
}

function readSocial({ read }: SocialMeasure, { social }: Profile): number {
  let others = 0;
  for (const [out, in_] of Object.values(social)) {
    const counts = { degree: out > 0 || in_ > 0, 'out-degree': out > 0, 'in-degree': in_ > 0 };
    if (counts[read]) others++;
  }
  return others;
}

/** Names come from users: `constructor` must not be found on a record's prototype. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

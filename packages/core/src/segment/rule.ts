import type { WindowDays } from '../profile/days.ts';
import type { EnvironmentFact } from '../profile/environment.ts';
import type { EventKind } from '../profile/rate.ts';

/**
 * A predicate over a profile at a time, as plain data: it is stored as JSON, checked by `parseSegmentRule`, evaluated
 * by `matchesSegment` (on the device and in the collector) and compiled to SQL.
 *
 * @example
 * const rule: SegmentRule = {
 *   all: [
 *     { of: { measure: 'value', read: 'orders' }, is: { atLeast: 3 } },
 *     { of: { measure: 'days-since', time: 'last' }, is: { atMost: 30 } },
 *     { not: { of: { measure: 'trait', name: 'plan' }, is: { equals: 'staff' } } },
 *   ],
 * };
 */
export type SegmentRule =
  /** Every one holds; an empty list always does. */
  | { readonly all: readonly SegmentRule[] }
  /** At least one holds; an empty list never does. */
  | { readonly any: readonly SegmentRule[] }
  | { readonly not: SegmentRule }
  /** Membership in another segment, by its name. */
  | { readonly segment: string }
  | Comparison;

/** One measure of a profile, compared: `{ of: { measure: 'events' }, is: { atLeast: 10 } }`. */
export interface Comparison {
  readonly of: Measure;
  readonly is: Test;
}

/** What a comparison may be about. What is unknown of a profile passes no test but `known: false`. */
export type Measure =
  | TraitMeasure
  | EventsMeasure
  | CountMeasure
  | WindowMeasure
  | RateMeasure
  | TagMeasure
  | DaysSinceMeasure
  | ValueMeasure
  | EngagementMeasure
  | ChannelMeasure
  | EnvironmentMeasure
  | PsychographicMeasure
  | SocialMeasure
  | PredictionMeasure;

/** An attribute stated about the user; unknown while it is not stated or was taken back. */
export interface TraitMeasure {
  readonly measure: 'trait';
  readonly name: string;
}

/** All events ever. */
export interface EventsMeasure {
  readonly measure: 'events';
}

/** Events of one name ever: a track event's own name, or `page`, `screen`, `identify`, …. */
export interface CountMeasure {
  readonly measure: 'count';
  readonly event: string;
}

/** Events of one kind in a window that slides by whole UTC days: today and the days before it, exactly. */
export interface WindowMeasure {
  readonly measure: 'window';
  readonly kind: EventKind | 'all';
  readonly days: WindowDays;
}

/** How often of late: events a day, decayed with one half-life. 0 when there was none. */
export interface RateMeasure {
  readonly measure: 'rate';
  readonly kind: EventKind | 'all';
  readonly halfLife: 'hour' | 'day' | 'week' | 'month';
}

/** One tag. One that was never touched has count, weights and share 0 and no rank. */
export interface TagMeasure {
  readonly measure: 'tag';
  readonly family: string;
  readonly value: string;
  /**
   * `weight` is the mean of `fast` and `slow`; `share` is of the positive weight of the family, 0–1; `rank` is 1 for
   * the heaviest of the family, and tags of one weight share a rank.
   */
  readonly read: 'weight' | 'fast' | 'slow' | 'share' | 'rank' | 'count';
  /**
   * `subtree`: the tag and all below it in the taxonomy together (`home` with `home/kitchen`), ranked among the tags
   * outside of it. Default `exact`.
   */
  readonly scope?: 'exact' | 'subtree';
}

/** Days (of 24 hours, with fractions) since an event; unknown when there was none. */
export interface DaysSinceMeasure {
  readonly measure: 'days-since';
  readonly time: 'first' | 'last';
  /** Name as in {@link CountMeasure}; left out, any event. */
  readonly event?: string;
}

/**
 * What the user was worth. Without a currency, `orders`, `items` and `refunds` are summed over all and money is that
 * of the currency with most orders. 0 without an order, except `average-order`, which is unknown then.
 */
export interface ValueMeasure {
  readonly measure: 'value';
  readonly read: 'orders' | 'items' | 'refunds' | 'revenue' | 'refunded' | 'average-order';
  /** ISO 4217. */
  readonly currency?: string;
}

/**
 * Attention given; `max-depth` is the deepest scroll and `click-through` the clicks by impression of placements, both
 * 0–1; the latter is unknown before the first impression.
 */
export interface EngagementMeasure {
  readonly measure: 'engagement';
  readonly read: 'visits' | 'page-views' | 'visible-minutes' | 'max-depth' | 'click-through';
}

/** How the user came, first or last; unknown when the arrival did not say. */
export interface ChannelMeasure {
  readonly measure: 'channel';
  readonly touch: 'first' | 'last';
  readonly read: 'kind' | 'source' | 'medium' | 'campaign' | 'referrer' | 'landing';
}

/** Device, language, time zone or region, as the newest event that said so has it. */
export interface EnvironmentMeasure {
  readonly measure: 'environment';
  readonly read: EnvironmentFact;
}

/** How the user decides: share of discounted views and buys (0–1), mean feeling of what they wrote (−1 – 1). */
export interface PsychographicMeasure {
  readonly measure: 'psychographic';
  readonly read: 'discount-share' | 'sentiment';
}

/** Others with whom anything stands: in either direction, acted towards, acting towards the user. */
export interface SocialMeasure {
  readonly measure: 'social';
  readonly read: 'degree' | 'out-degree' | 'in-degree';
}

/** The newest prediction of one name; unknown until there is one. */
export interface PredictionMeasure {
  readonly measure: 'prediction';
  readonly name: string;
}

/**
 * What a measure must be; everything that is given must hold, and something must be given.
 *
 * Numbers are compared with a tolerance of {@link ruleTolerance}, so that the rounding of decayed weights never decides.
 */
export interface Test {
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly above?: number;
  readonly below?: number;
  readonly equals?: Scalar;
  readonly oneOf?: readonly Scalar[];
  /** A part of a text, or an item of a list. */
  readonly contains?: string;
  /** Whether anything is known at all. */
  readonly known?: boolean;
}

/** A value that can be compared. */
export type Scalar = string | number | boolean;

/** A named rule. */
export interface SegmentDefinition {
  /** Lower case letters, digits and hyphens, at most 64. */
  readonly name: string;
  /** For people; `describeSegmentRule` stands in for it. */
  readonly description?: string;
  readonly rule: SegmentRule;
}

/** Relative difference below which two numbers count as equal. */
export const ruleTolerance = 1e-9;

/** Bounds of one rule. */
export const ruleLimits = {
  /** Levels of nesting. */
  depth: 8,
  /** Comparisons and combinations in all. */
  nodes: 200,
  /** Characters of a name or text. */
  textLength: 256,
} as const;

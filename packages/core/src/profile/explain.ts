import type { EventId, LikenessEvent } from '../event/event.ts';
import { clickThroughOf } from './click-through.ts';
import { countName } from './count.ts';
import { dayOf, type WindowDays } from './days.ts';
import { dayMs, decayTo } from './decay.ts';
import { eventEdges } from './event-edges.ts';
import { eventTags } from './event-tags.ts';
import type { FoldRules } from './fold-rules.ts';
import { halfLivesOf } from './half-lives.ts';
import { type EventKind, eventKind, rateHalfLives } from './rate.ts';
import { socialHalfLifeMs } from './social.ts';
import { orderOf } from './value.ts';

/** How much one event gives to a number of a profile. */
export interface EventContribution {
  readonly eventId: EventId;
  /** Event time, epoch ms. */
  readonly at: number;
  /** Name of the track event, else its type. */
  readonly name: string;
  /** In the unit of the number; all of them sum to it. */
  readonly amount: number;
}

/** Why a number of a profile is what it is. */
export interface ProfileExplanation {
  /** The number as of the time asked for: the sum of the contributions. */
  readonly value: number;
  /** How it is made, in words. */
  readonly formula: string;
  /** What made it, the largest share of it first, of equals the latest. Events that give nothing are left out. */
  readonly contributions: readonly EventContribution[];
}

/**
 * Explains the weight of a tag as of `now`.
 *
 * As all explanations here, from the events of the profile, each once and in any order. Equal to the stored number as long
 * as nothing of it was pushed out by a bound.
 */
export function explainTag(
  events: readonly LikenessEvent[],
  tag: { readonly family: string; readonly value: string },
  now: number,
  rules: FoldRules,
): ProfileExplanation {
  const { fastMs, slowMs } = halfLivesOf(rules.tagHalfLives, tag.family);
  return explain(
    events,
    `sum over touches of amount × (2^(−age / ${days(fastMs)}) + 2^(−age / ${days(slowMs)})) / 2`,
    (event) => {
      const touched = eventTags(event, rules)
        .filter(({ family, value }) => family === tag.family && value === tag.value)
        .reduce((sum, { amount }) => sum + amount, 0);
      const at = event.occurredAt;
      return (decayTo(touched, at, now, fastMs) + decayTo(touched, at, now, slowMs)) / 2;
    },
  );
}

/** Explains the rate of a kind of event, in events a day, at one of {@link rateHalfLives}. */
export function explainRate(
  events: readonly LikenessEvent[],
  rate: { readonly kind: EventKind; readonly index: 0 | 1 | 2 | 3 },
  now: number,
): ProfileExplanation {
  const halfLifeMs = rateHalfLives[rate.index];
  const perDay = (Math.LN2 * dayMs) / halfLifeMs;
  return explain(
    events,
    `sum over events of 2^(−age / ${days(halfLifeMs)}) × ln 2 / ${days(halfLifeMs)}`,
    (event) => (eventKind(event) === rate.kind ? decayTo(perDay, event.occurredAt, now, halfLifeMs) : 0),
  );
}

/** Explains how often an event of a name happened. */
export function explainCount(events: readonly LikenessEvent[], name: string): ProfileExplanation {
  return explain(events, 'number of events', (event) => (countName(event) === name ? 1 : 0));
}

/** Explains the events of a kind in a window of UTC days that ends with that of `now`. */
export function explainWindow(
  events: readonly LikenessEvent[],
  window: { readonly kind: EventKind | 'all'; readonly days: WindowDays },
  now: number,
): ProfileExplanation {
  const today = dayOf(now);
  return explain(events, `number of events on the ${window.days} UTC days up to today`, (event) => {
    const day = dayOf(event.occurredAt);
    const isCounted = window.kind === 'all' || eventKind(event) === window.kind;
    return isCounted && day <= today && day > today - window.days ? 1 : 0;
  });
}

/** Explains an amount of money, in currency units, or a number of orders or refunds, in one currency. */
export function explainValue(
  events: readonly LikenessEvent[],
  value: {
    readonly currency: string;
    readonly measure: 'revenueMicros' | 'refundedMicros' | 'orders' | 'refunds' | 'items';
  },
): ProfileExplanation {
  const isMoney = value.measure === 'revenueMicros' || value.measure === 'refundedMicros';
  return explain(events, `sum over orders and refunds in ${value.currency}`, (event) => {
    const order = orderOf(event);
    if (order === undefined || order.currency !== value.currency) return 0;
    return order.value[value.measure] / (isMoney ? 1e6 : 1);
  });
}

/** Explains the click-through rate, overall or of one placement; 0 without an impression. */
export function explainClickThrough(
  events: readonly LikenessEvent[],
  placement?: string,
): ProfileExplanation {
  const seen = events.map((event) => {
    const clicks = clickThroughOf(event);
    return clicks !== undefined && (placement === undefined || clicks.placement === placement)
      ? clicks
      : undefined;
  });
  const impressions = seen.reduce((sum, clicks) => sum + (clicks?.impressions ?? 0), 0);
  const clicked = seen.reduce((sum, clicks) => sum + (clicks?.clicks ?? 0), 0);
  // A page may be clicked on more often than it was shown; each click then gives less.
  const most = Math.max(impressions, clicked);
  let i = 0;
  return explain(events, 'clicks / impressions', () => {
    const clicks = seen[i++]?.clicks ?? 0;
    return impressions === 0 ? 0 : clicks / most;
  });
}

/** Explains how strong the tie with one other is as of `now`. */
export function explainTie(events: readonly LikenessEvent[], peer: string, now: number): ProfileExplanation {
  return explain(events, `sum over acts of 2^(−age / ${days(socialHalfLifeMs)})`, (event) => {
    const acts = eventEdges(event).filter((edge) => edge.peer === peer).length;
    return acts === 0 ? 0 : decayTo(acts, event.occurredAt, now, socialHalfLifeMs);
  });
}

function explain(
  events: readonly LikenessEvent[],
  formula: string,
  amountOf: (event: LikenessEvent) => number,
): ProfileExplanation {
  const contributions = events
    .map((event) => ({
      eventId: event.eventId,
      at: event.occurredAt,
      name: countName(event),
      amount: amountOf(event),
    }))
    .filter(({ amount }) => amount !== 0)
    .sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount) || b.at - a.at);
  return { value: contributions.reduce((sum, { amount }) => sum + amount, 0), formula, contributions };
}

function days(ms: number): string {
  const count = ms / dayMs;
  return count < 1 ? `${count * 24} h` : `${count} d`;
}

import type { LikenessEvent } from '../event/event.ts';
import { semanticEvents } from '../event/semantic-events.ts';
import { dayMs, decayFactor, hourMs } from './decay.ts';
import type { Draft } from './draft.ts';

/** The coarse kinds of event whose frequency a profile follows. */
export type EventKind = 'view' | 'search' | 'click' | 'cart' | 'order' | 'other';

/** All kinds, in the order in which packed profiles hold them. */
export const eventKinds: readonly EventKind[] = ['view', 'search', 'click', 'cart', 'order', 'other'];

/** Decayed counts of one kind at the four {@link rateHalfLives}, all as of `at` (epoch ms). */
export type Rate = readonly [hour: number, day: number, week: number, month: number, at: number];

/** Decayed counts by kind of event; a kind that was never seen is absent. */
export type RateSlice = Readonly<Partial<Record<EventKind, Rate>>>;

/** 1 hour, 1 day, 7 days, 30 days; ms. */
export const rateHalfLives: readonly [number, number, number, number] = [
  hourMs,
  dayMs,
  604_800_000,
  2_592_000_000,
];

/** Which kind an event is of. */
export function eventKind(event: LikenessEvent): EventKind {
  if (event.type === 'page' || event.type === 'screen') return 'view';
  if (event.type !== 'track') return 'other';
  switch (event.event) {
    case semanticEvents.productViewed:
    case semanticEvents.productListViewed:
      return 'view';
    case semanticEvents.productsSearched:
      return 'search';
    case semanticEvents.elementClicked:
    case semanticEvents.productClicked:
    case semanticEvents.promotionClicked:
    case semanticEvents.placementClicked:
      return 'click';
    case semanticEvents.productAdded:
    case semanticEvents.productRemoved:
    case semanticEvents.cartViewed:
    case semanticEvents.checkoutStarted:
      return 'cart';
    case semanticEvents.orderCompleted:
      return 'order';
    default:
      return 'other';
  }
}

/** Adds one event of a kind at its time, late or not. */
export function foldRate(rates: Draft<RateSlice>, kind: EventKind, at: number): void {
  addRate(rates, kind, [1, 1, 1, 1, at]);
}

/** Merges `from` into `into`. */
export function mergeRates(into: Draft<RateSlice>, from: RateSlice): void {
  // Object.keys of a RateSlice are EventKinds: nothing else is ever written.
  for (const kind of Object.keys(from) as EventKind[]) {
    const rate = from[kind];
    if (rate !== undefined) addRate(into, kind, rate);
  }
}

/**
 * Events a day at one half-life, read at `now`: `weight · ln 2 / halfLife` is the rate of the steady stream that
 * would hold the decayed count where it is.
 *
 * `index` is the place in {@link rateHalfLives}.
 */
export function ratePerDay(rate: Rate, index: 0 | 1 | 2 | 3, now: number): number {
  const halfLifeMs = rateHalfLives[index];
  return (rate[index] * decayFactor(Math.max(0, now - rate[4]), halfLifeMs) * Math.LN2 * dayMs) / halfLifeMs;
}

function addRate(rates: Draft<RateSlice>, kind: EventKind, added: Rate): void {
  const known = rates[kind];
  if (known === undefined) {
    rates[kind] = [added[0], added[1], added[2], added[3], added[4]];
    return;
  }
  const elapsedMs = added[4] - known[4];
  for (let i = 0; i < 4; i++) {
    const slot = i as 0 | 1 | 2 | 3; // the loop runs over exactly these
    const factor = decayFactor(Math.abs(elapsedMs), rateHalfLives[slot]);
    if (elapsedMs >= 0) known[slot] = known[slot] * factor + added[slot];
    else known[slot] += added[slot] * factor;
  }
  if (elapsedMs > 0) known[4] = added[4];
}

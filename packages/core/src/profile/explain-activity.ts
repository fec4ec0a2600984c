import type { LikenessEvent } from '../event/event.ts';
import { countName } from './count.ts';
import { dayOf, type WindowDays } from './days.ts';
import { dayMs, decayTo } from './decay.ts';
import { explainChoice, explainSum, type ProfileExplanation, spanInWords } from './explain.ts';
import { type EventKind, eventKind, rateHalfLives } from './rate.ts';

/** Explains the rate of a kind of event, in events a day, at one of {@link rateHalfLives}. */
export function explainRate(
  events: readonly LikenessEvent[],
  rate: { readonly kind: EventKind | 'all'; readonly index: 0 | 1 | 2 | 3 },
  now: number,
): ProfileExplanation {
  const halfLifeMs = rateHalfLives[rate.index];
  const span = spanInWords(halfLifeMs);
  const perDay = (Math.LN2 * dayMs) / halfLifeMs;
  return explainSum(events, `sum over events of 2^(−age / ${span}) × ln 2 / ${span}`, (event) =>
    isOfKind(event, rate.kind) ? decayTo(perDay, event.occurredAt, now, halfLifeMs) : undefined,
  );
}

/** Explains how often an event of a name happened; without a name, any event. */
export function explainCount(events: readonly LikenessEvent[], name?: string): ProfileExplanation {
  return explainSum(events, 'number of events', (event) =>
    name === undefined || countName(event) === name ? 1 : undefined,
  );
}

/** Explains the events of a kind in a window of UTC days that ends with that of `now`. */
export function explainWindow(
  events: readonly LikenessEvent[],
  window: { readonly kind: EventKind | 'all'; readonly days: WindowDays },
  now: number,
): ProfileExplanation {
  const today = dayOf(now);
  return explainSum(events, `number of events on the ${window.days} UTC days up to today`, (event) => {
    const day = dayOf(event.occurredAt);
    return isOfKind(event, window.kind) && day <= today && day > today - window.days ? 1 : undefined;
  });
}

/** Explains the days since the first or last event, of one name or of any. */
export function explainDaysSince(
  events: readonly LikenessEvent[],
  since: { readonly time: 'first' | 'last'; readonly event?: string },
  now: number,
): ProfileExplanation {
  const chosen = events
    .filter((event) => since.event === undefined || countName(event) === since.event)
    .reduce<LikenessEvent | undefined>((best, event) => {
      const isBetter =
        best === undefined ||
        (since.time === 'first' ? event.occurredAt < best.occurredAt : event.occurredAt > best.occurredAt);
      return isBetter ? event : best;
    }, undefined);
  return explainChoice(
    events,
    `days since the ${since.time} event`,
    chosen === undefined ? undefined : { event: chosen, value: (now - chosen.occurredAt) / dayMs },
  );
}

function isOfKind(event: LikenessEvent, kind: EventKind | 'all'): boolean {
  return kind === 'all' || eventKind(event) === kind;
}

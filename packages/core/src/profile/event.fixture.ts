import type { EventBody, JsonObject, LikenessEvent } from '../event/event.ts';
import { layOutEventId } from '../event/event-id.ts';

/** 2026-01-01T00:00:00Z, a Thursday. */
export const newYear = 1_767_225_600_000;

/** An event for tests: at {@link newYear}, with an empty context and an id made of its time, unless said otherwise. */
export function eventOf(
  body: EventBody,
  envelope: { readonly at?: number; readonly context?: JsonObject; readonly unique?: number } = {},
): LikenessEvent {
  const { at = newYear, context = {}, unique = 0 } = envelope;
  return {
    ...body,
    eventId: layOutEventId(at, unique.toString(16).padStart(19, '0')),
    occurredAt: at,
    context,
  };
}

/** A track event for tests. */
export function trackOf(
  event: string,
  properties: JsonObject = {},
  envelope: Parameters<typeof eventOf>[1] = {},
): LikenessEvent {
  return eventOf({ type: 'track', event, properties }, envelope);
}

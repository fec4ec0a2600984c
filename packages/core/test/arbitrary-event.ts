import fc from 'fast-check';
import type { AnonymousId, JsonObject, LikenessEvent } from '../src/event/event.ts';
import { layOutEventId } from '../src/event/event-id.ts';
import { semanticEvents } from '../src/event/semantic-events.ts';

const start = Date.UTC(2026, 0, 1);
const names = ['constructor', '__proto__', 'Tea', 'mugs', 'home/kitchen'];
const name = fc.constantFrom(...names);
const price = fc.integer({ min: 0, max: 100_000 }).map((cents) => cents / 100);
const product = fc.record({
  name,
  category: name,
  brand: name,
  price,
  quantity: fc.integer({ min: 1, max: 9 }),
});

const body: fc.Arbitrary<{ readonly event: string; readonly properties: JsonObject }> = fc.oneof(
  fc.record({
    event: fc.constantFrom(
      semanticEvents.productViewed,
      semanticEvents.productAdded,
      semanticEvents.productRemoved,
    ),
    properties: product,
  }),
  fc.record({
    event: fc.constantFrom(semanticEvents.orderCompleted, semanticEvents.orderRefunded),
    properties: fc.record({
      currency: fc.constantFrom('EUR', 'USD'),
      revenue: price,
      products: fc.array(product, { maxLength: 3 }),
    }),
  }),
  fc.record({ event: name, properties: fc.constant({ visibleMs: 12, depth: 0.5 }) }),
);

const context: fc.Arbitrary<JsonObject> = fc.constantFrom<JsonObject>(
  {},
  {
    sessionStart: true,
    page: { path: '/a', url: 'https://shop.example/a', referrer: 'https://news.example/x' },
  },
  { campaign: { source: 'letter', medium: 'email' } },
);

/** One event of one user within 30 days, of any kind that the fold reads; the ids are unique by `unique`. */
function arbitraryEvent(unique: number): fc.Arbitrary<LikenessEvent> {
  return fc
    .record({
      at: fc.integer({ min: 0, max: 30 * 86_400_000 }),
      context,
      kind: fc.oneof(
        body.map((track) => ({ type: 'track' as const, ...track })),
        fc.record({
          type: fc.constant('identify' as const),
          traits: fc.dictionary(name, fc.oneof(fc.integer(), fc.constantFrom('a', null, true))),
        }),
        fc.constant({
          type: 'page' as const,
          properties: { metadata: { categories: ['Home > Kitchen'], keywords: ['tea'] } },
        }),
      ),
    })
    .map(({ at, context: sent, kind }) => ({
      ...kind,
      eventId: layOutEventId(start + at, unique.toString(16).padStart(19, '0')),
      anonymousId: 'a' as AnonymousId, // a non-empty bounded string, as the parser would answer
      occurredAt: start + at,
      context: sent,
    }));
}

/** A stream of up to `most` events with distinct ids, in no particular order. */
export function arbitraryStream(most = 30): fc.Arbitrary<readonly LikenessEvent[]> {
  return fc
    .integer({ min: 0, max: most })
    .chain((length) => fc.tuple(...Array.from({ length }, (_, i) => arbitraryEvent(i))));
}

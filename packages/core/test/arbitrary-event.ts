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
  discount: fc.constantFrom(0, 0, 2),
});

const body: fc.Arbitrary<{ readonly event: string; readonly properties: JsonObject }> = fc.oneof(
  fc.record({
    event: fc.constantFrom(
      semanticEvents.productViewed,
      semanticEvents.productClicked,
      semanticEvents.productAdded,
      semanticEvents.productRemoved,
      semanticEvents.productAddedToWishlist,
      semanticEvents.productRemovedFromWishlist,
      'Product Liked',
      'Product Disliked',
    ),
    properties: product,
  }),
  fc.record({
    event: fc.constantFrom(semanticEvents.orderCompleted, semanticEvents.orderRefunded),
    properties: fc.record({
      currency: fc.constantFrom('EUR', 'USD'),
      revenue: price,
      coupon: fc.constantFrom('', 'SALE'),
      products: fc.array(product, { maxLength: 3 }),
    }),
  }),
  fc.record({
    event: fc.constant(semanticEvents.productsSearched),
    properties: fc.record({ query: fc.constantFrom('the red mug', '红色的杯子', '赤いマグ', '') }),
  }),
  fc.record({
    event: fc.constantFrom(semanticEvents.pageLeft, semanticEvents.pageScrolled),
    properties: fc.record({
      visibleMs: fc.integer({ min: -1, max: 200_000_000 }),
      depth: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
    }),
  }),
  fc.record({
    event: fc.constantFrom(
      semanticEvents.placementViewed,
      semanticEvents.placementClicked,
      semanticEvents.promotionViewed,
      semanticEvents.promotionClicked,
    ),
    properties: fc.record({ placement: name, position: name }, { requiredKeys: [] }),
  }),
  fc.record({
    event: fc.constant(semanticEvents.webVitalsMeasured),
    properties: fc.record(
      {
        lcp: fc.integer({ min: 0, max: 90_000 }),
        cls: fc.double({ min: 0, max: 2, noNaN: true }),
        inp: fc.constantFrom(-1, 8, 200),
      },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    event: fc.constantFrom(
      'User Followed',
      'User Unfollowed',
      'Friend Added',
      'Message Sent',
      'Message Received',
    ),
    properties: fc.record({ peer_id: name }, { requiredKeys: [] }),
  }),
  fc.record({
    event: fc.constantFrom(semanticEvents.productReviewed, 'Feedback Submitted'),
    properties: fc.record({ text: fc.constantFrom('good', 'bad', '') }),
  }),
  fc.record({
    event: fc.constantFrom('Video Content Started', 'Article Shared'),
    properties: fc.record({ keywords: fc.array(name, { maxLength: 3 }), author: name, genre: name }),
  }),
  fc.record({ event: name, properties: fc.constant({ visibleMs: 12, depth: 0.5 }) }),
);

const userAgents = [
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)',
  'curl/8',
];

const context: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.constantFrom<JsonObject>(
    {},
    {
      sessionStart: true,
      sessionPage: 1,
      page: { path: '/a', url: 'https://shop.example/a', referrer: 'https://news.example/x' },
    },
    { page: { path: '/b', url: 'https://shop.example/b', search: '?gclid=Cj0K&x=1' }, sessionPage: 2 },
    { campaign: { source: 'letter', medium: 'email' } },
  ),
  fc.record(
    {
      userAgent: fc.constantFrom(...userAgents),
      locale: fc.constantFrom('de-AT', 'zh-CN', ''),
      timezone: fc.constantFrom('Europe/Vienna', 'Asia/Kolkata', 'Nowhere/Land'),
      location: fc.constantFrom({ country: 'AT' }, { country: 'AT', region: '9' }, 'AT'),
      source: fc.constantFrom('import', 'survey'),
    },
    { requiredKeys: [] },
  ),
);

/** One event of one user within 200 days (longer than day counts are kept), of any kind that the fold reads; the ids are unique by `unique`. */
function arbitraryEvent(unique: number): fc.Arbitrary<LikenessEvent> {
  return fc
    .record({
      at: fc.integer({ min: 0, max: 200 * 86_400_000 }),
      context,
      kind: fc.oneof(
        body.map((track) => ({ type: 'track' as const, ...track })),
        fc.record({
          type: fc.constant('identify' as const),
          traits: fc.dictionary(name, fc.oneof(fc.integer(), fc.constantFrom('a', null, true))),
        }),
        fc.constantFrom('page' as const, 'screen' as const).map((type) => ({
          type,
          properties: { metadata: { categories: ['Home > Kitchen'], keywords: ['tea'] } },
        })),
        fc.constant({ type: 'group' as const, groupId: 'g', traits: {} }),
        fc.constant({ type: 'alias' as const, previousId: 'b' }),
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

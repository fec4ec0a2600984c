import { type AnonymousId, type JsonObject, type LikenessEvent, layOutEventId } from '@likeness/core';
import fc from 'fast-check';

/** Histories lie in the 30 days from here. */
export const historyStart = Date.UTC(2026, 0, 1);

const name = fc.constantFrom(
  'Tea',
  'mugs',
  'Home > Kitchen',
  'Home',
  'Home > Garden',
  'constructor',
  "o'clock",
);
const price = fc.integer({ min: 0, max: 100_000 }).map((cents) => cents / 100);
const product = fc.record(
  {
    category: name,
    brand: name,
    name,
    price,
    quantity: fc.integer({ min: 1, max: 3 }),
    on_sale: fc.boolean(),
  },
  { requiredKeys: ['category', 'price'] },
);
const order = fc.record({
  currency: fc.constantFrom('EUR', 'USD'),
  revenue: price,
  products: fc.array(product, { maxLength: 3 }),
});
const context = fc.constantFrom<JsonObject>(
  {},
  {
    sessionStart: true,
    timezone: 'Europe/Vienna',
    locale: 'de-AT',
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148',
    page: { path: '/a', url: 'https://shop.example/a', referrer: 'https://www.google.com/' },
  },
  { campaign: { source: 'letter', medium: 'email', name: "o'clock" } },
);

type Body =
  | { readonly type: 'track'; readonly event: string; readonly properties: JsonObject }
  | { readonly type: 'identify'; readonly traits: JsonObject }
  | { readonly type: 'page'; readonly properties: JsonObject };

const track = (event: string, properties: fc.Arbitrary<JsonObject>): fc.Arbitrary<Body> =>
  properties.map((sent) => ({ type: 'track', event, properties: sent }));

const body: fc.Arbitrary<Body> = fc.oneof(
  { weight: 4, arbitrary: track('Product Viewed', product) },
  track('Product Removed', product),
  track('Order Completed', order),
  track('Order Refunded', order),
  track("It's $1", fc.constant({})),
  track('Page Left', fc.constant({ visibleMs: 90_000, depth: 0.7 })),
  track('Placement Viewed', fc.constant({ placement: 'hero', item: 'x' })),
  track('Placement Clicked', fc.constant({ placement: 'hero', item: 'x' })),
  fc
    .dictionary(
      fc.constantFrom('plan', 'size', 'constructor', 'tea'),
      fc.oneof(
        fc.constantFrom<JsonObject[string]>('a', "o'clock", null, true, ['a', 'b', 3], { a: 1 }, '3'),
        fc.integer({ min: -1, max: 6 }),
      ),
    )
    .map((traits): Body => ({ type: 'identify', traits })),
  fc.constant<Body>({ type: 'page', properties: { metadata: { keywords: ['tea', 'mugs'] } } }),
);

/** The events of one user in no particular order; ids are unique by `unique`. */
export function arbitraryHistory(unique: () => number): fc.Arbitrary<readonly LikenessEvent[]> {
  return fc
    .array(fc.tuple(fc.integer({ min: 0, max: 30 * 86_400_000 }), context, body), {
      minLength: 1,
      maxLength: 14,
    })
    .map((events) => {
      // The parser would take such an id as it is.
      const anonymousId = `user-${unique()}` as AnonymousId;
      return events.map(([at, sent, what]) => ({
        ...what,
        eventId: layOutEventId(historyStart + at, unique().toString(16).padStart(19, '0')),
        anonymousId,
        occurredAt: historyStart + at,
        context: sent,
      }));
    });
}

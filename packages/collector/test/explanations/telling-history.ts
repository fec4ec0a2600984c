import type { JsonObject } from '@likeness/core';
import fc from 'fast-check';

const dayMs = 86_400_000;

const price = fc.integer({ min: 0, max: 9_000 }).map((cents) => cents / 100);
const product = fc.record(
  {
    category: fc.constantFrom('Home > Kitchen', 'home', 'Garden', 'Garden / Tools', ' '),
    price: fc.oneof(price, price.map(String)),
    quantity: fc.integer({ min: 1, max: 3 }),
    on_sale: fc.boolean(),
    discount: fc.constantFrom(0, '2.50'),
    compare_at_price: fc.constantFrom(null, 40),
    currency: fc.constant('EUR'),
  },
  { requiredKeys: ['category', 'price', 'currency'] },
);
const order = fc.record(
  {
    currency: fc.constantFrom('EUR', 'EUR', 'usd'),
    coupon: fc.constantFrom('', 'SALE'),
    products: fc.array(product, { maxLength: 3 }),
  },
  { requiredKeys: ['products', 'currency'] },
);
const peer = fc.constantFrom('bob', 'eve', 'tim');
const track = (event: string, properties: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> =>
  properties.map((sent) => ({ type: 'track', event, properties: sent }));
const body: fc.Arbitrary<JsonObject> = fc.oneof(
  { weight: 6, arbitrary: track('Product Viewed', product) },
  { weight: 2, arbitrary: track('Order Completed', order) },
  track('Product Removed', product),
  track('Order Refunded', fc.record({ currency: fc.constant('EUR'), total: fc.constantFrom(1, 5, 20, 500) })),
  track(
    'Page Left',
    fc.record({ visibleMs: fc.constantFrom(-1, 9_000, 2e8), depth: fc.constantFrom(0, 0.7) }),
  ),
  track('Page Scrolled', fc.record({ depth: fc.constantFrom(0.25, 0.7, 3, 'deep') })),
  track('Web Vitals Measured', fc.record({ lcp: fc.integer({ min: 0, max: 4_000 }), cls: price })),
  track('Placement Viewed', fc.record({ placement: fc.constantFrom('banner', 'list') })),
  track('Promotion Clicked', fc.record({ position: fc.constantFrom('banner', 'list') })),
  track('Product Reviewed', fc.record({ review_body: fc.constantFrom('A lovely mug', 'Terrible', '') })),
  track('User Followed', fc.record({ target_id: peer })),
  track('User Unfollowed', fc.record({ target_id: peer })),
  track('Friend Added', fc.record({ friend_ids: fc.array(peer, { maxLength: 3 }) })),
  track('Message Received', fc.record({ sender_id: fc.oneof(peer, fc.constant('itself')) })),
  { weight: 3, arbitrary: fc.constant<JsonObject>({ type: 'page', properties: {} }) },
  fc.constant<JsonObject>({ type: 'identify', traits: { city: 'Wien' } }),
);
const context = fc.constantFrom<JsonObject>(
  {},
  {
    sessionStart: true,
    sessionPage: 1,
    timezone: 'Europe/Vienna',
    locale: 'de-AT',
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148',
    page: { path: '/a', url: 'https://shop.example/a', referrer: 'https://www.google.com/' },
  },
  {
    sessionPage: 2,
    location: { country: 'AT', region: '9' },
    campaign: { source: 'letter', medium: 'email' },
  },
);
/**
 * What one user does in 60 days, of every kind that some number is made of: how long ago (ms), in what context, and what.
 */
export const tellingHistory = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 * dayMs }), context, body), {
  minLength: 60,
  maxLength: 90,
});

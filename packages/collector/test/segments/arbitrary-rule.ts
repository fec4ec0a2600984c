import type { Measure, Scalar, SegmentRule, Test } from '@likeness/core';
import fc from 'fast-check';

const name = fc.constantFrom(
  'Tea',
  'tea',
  'mugs',
  'home/kitchen',
  'home',
  'constructor',
  "o'clock",
  'plan',
  'size',
);
const event = fc.constantFrom('Product Viewed', 'Order Completed', 'page', 'identify', "It's $1");
const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  fc.constantFrom('a', "o'clock", '%'),
  fc.integer({ min: -1, max: 6 }),
  fc.boolean(),
);

const measure: fc.Arbitrary<Measure> = fc.oneof(
  fc.record({ measure: fc.constant('trait' as const), name }),
  fc.record({ measure: fc.constant('events' as const) }),
  fc.record({ measure: fc.constant('count' as const), event }),
  fc.record({
    measure: fc.constant('window' as const),
    kind: fc.constantFrom('view', 'order', 'other', 'all'),
    days: fc.constantFrom(7, 30, 90),
  }),
  fc.record({
    measure: fc.constant('rate' as const),
    kind: fc.constantFrom('view', 'order', 'other', 'all'),
    halfLife: fc.constantFrom('hour', 'day', 'week', 'month'),
  }),
  {
    weight: 4,
    arbitrary: fc.record({
      measure: fc.constant('tag' as const),
      family: fc.constantFrom('category', 'brand', 'topic', 'price'),
      value: name,
      read: fc.constantFrom('weight', 'fast', 'slow', 'share', 'rank', 'count'),
      scope: fc.constantFrom('exact', 'subtree'),
    }),
  },
  fc.record(
    { measure: fc.constant('days-since' as const), time: fc.constantFrom('first', 'last'), event },
    { requiredKeys: ['measure', 'time'] },
  ),
  fc.record(
    {
      measure: fc.constant('value' as const),
      read: fc.constantFrom('orders', 'items', 'refunds', 'revenue', 'refunded', 'average-order'),
      currency: fc.constantFrom('EUR', 'USD'),
    },
    { requiredKeys: ['measure', 'read'] },
  ),
  fc.record({
    measure: fc.constant('engagement' as const),
    read: fc.constantFrom('visits', 'page-views', 'visible-minutes', 'max-depth', 'click-through'),
  }),
  fc.record({
    measure: fc.constant('channel' as const),
    touch: fc.constantFrom('first', 'last'),
    read: fc.constantFrom('kind', 'source', 'medium', 'campaign', 'referrer', 'landing'),
  }),
  fc.record({
    measure: fc.constant('environment' as const),
    read: fc.constantFrom('device', 'language', 'timeZone', 'region'),
  }),
  fc.record({
    measure: fc.constant('psychographic' as const),
    read: fc.constantFrom('discount-share', 'sentiment'),
  }),
  fc.record({
    measure: fc.constant('social' as const),
    read: fc.constantFrom('degree', 'out-degree', 'in-degree'),
  }),
  fc.constant<Measure>({ measure: 'prediction', name: 'churn' }),
);

const bound = fc
  .oneof(fc.integer({ min: -1, max: 12 }), fc.double({ min: 0, max: 3, noNaN: true }))
  .map((number) => (Math.abs(number) < 1e-9 ? 0 : number));

const test: fc.Arbitrary<Test> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .constantFrom('atLeast', 'atMost', 'above', 'below')
      .chain((key) => bound.map((number) => ({ [key]: number }))),
  },
  scalar.map((equals) => ({ equals })),
  fc.array(scalar, { minLength: 1, maxLength: 3 }).map((oneOf) => ({ oneOf })),
  fc.constantFrom('a', 'e', "o'", 'Europe').map((contains) => ({ contains })),
  fc.boolean().map((known) => ({ known })),
);

/** A rule that may refer to the segment `base`. */
export const arbitraryRule: fc.Arbitrary<SegmentRule> = fc.letrec<{ rule: SegmentRule }>((tie) => ({
  rule: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 4, arbitrary: fc.record({ of: measure, is: test }) },
    fc.array(tie('rule'), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('rule'), { maxLength: 3 }).map((any) => ({ any })),
    tie('rule').map((not) => ({ not })),
    fc.constant({ segment: 'base' }),
  ),
})).rule;

import fc from 'fast-check';
import type { Comparison, Measure, Scalar, SegmentRule, Test } from '../src/segment/rule.ts';

const tagText = fc.constantFrom('constructor', '__proto__', 'tea', 'mugs', 'Tea', 'home/kitchen', 'home');
const eventName = fc.constantFrom('Product Viewed', 'Order Completed', 'page', 'identify', 'constructor');
const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  fc.constantFrom('a', 'b', ''),
  fc.integer({ min: -3, max: 9 }),
  fc.boolean(),
);

/** Any measure, over the names that `arbitraryStream` uses. */
export const arbitraryMeasure: fc.Arbitrary<Measure> = fc.oneof(
  fc.record({ measure: fc.constant('trait' as const), name: tagText }),
  fc.record({ measure: fc.constant('events' as const) }),
  fc.record({ measure: fc.constant('count' as const), event: eventName }),
  fc.record({
    measure: fc.constant('rate' as const),
    kind: fc.constantFrom('view', 'cart', 'order', 'other', 'all'),
    halfLife: fc.constantFrom('hour', 'day', 'week', 'month'),
  }),
  fc.record({
    measure: fc.constant('tag' as const),
    family: fc.constantFrom('category', 'brand', 'topic', 'constructor'),
    value: tagText,
    read: fc.constantFrom('weight', 'fast', 'slow', 'share', 'rank', 'count'),
    scope: fc.constantFrom('exact', 'subtree'),
  }),
  fc.record(
    { measure: fc.constant('days-since' as const), time: fc.constantFrom('first', 'last'), event: eventName },
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
    measure: fc.constant('window' as const),
    kind: fc.constantFrom('view', 'order', 'all'),
    days: fc.constantFrom(7, 30, 90),
  }),
  fc.record({ measure: fc.constant('environment' as const), read: fc.constantFrom('device', 'region') }),
  fc.record({
    measure: fc.constant('psychographic' as const),
    read: fc.constantFrom('discount-share', 'sentiment'),
  }),
  fc.record({
    measure: fc.constant('social' as const),
    read: fc.constantFrom('degree', 'out-degree', 'in-degree'),
  }),
  fc.record({
    measure: fc.constant('channel' as const),
    touch: fc.constantFrom('first', 'last'),
    read: fc.constantFrom('source', 'medium', 'campaign', 'referrer', 'landing', 'kind'),
  }),
  fc.record({ measure: fc.constant('prediction' as const), name: fc.constantFrom('churn') }),
);

const bound = fc
  .oneof(
    fc.integer({ min: -2, max: 40 }),
    fc.double({ min: -1, max: 40, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map((number) => (Math.abs(number) < 1e-9 ? 0 : number));

const test: fc.Arbitrary<Test> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .constantFrom('atLeast', 'atMost', 'above', 'below')
      .chain((key) => bound.map((b) => ({ [key]: b }))),
  },
  fc.tuple(bound, bound).map(([a, b]) => ({ atLeast: Math.min(a, b), below: Math.max(a, b) })),
  scalar.map((equals) => ({ equals })),
  fc.array(scalar, { minLength: 1, maxLength: 3 }).map((oneOf) => ({ oneOf })),
  fc.constantFrom('a', 'email', 'x').map((contains) => ({ contains })),
  fc.boolean().map((known) => ({ known })),
);

const comparison: fc.Arbitrary<Comparison> = fc.record({ of: arbitraryMeasure, is: test });

/** Any rule of up to about a dozen comparisons. */
export const arbitraryRule: fc.Arbitrary<SegmentRule> = fc.letrec<{ rule: SegmentRule }>((tie) => ({
  rule: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: comparison },
    fc.array(tie('rule'), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('rule'), { maxLength: 3 }).map((any) => ({ any })),
    tie('rule').map((not) => ({ not })),
  ),
})).rule;

import { expect, it } from 'vitest';
import { describeSegmentRule } from './describe-rule.ts';
import { readyMadeSegments } from './ready-made-segments.ts';

it('reads as plain English', () => {
  const text = Object.fromEntries(
    readyMadeSegments().map(({ name, rule }) => [name, describeSegmentRule(rule)]),
  );
  expect(text).toMatchObject({
    loyal: 'number of orders at least 3 and days since the last event at most 30',
    'window-shopper':
      'number of "Product Viewed" events at least 10 and number of orders is 0 and days since the last event at most 30',
  });
});

it('brackets what is combined inside a combination', () => {
  expect(
    describeSegmentRule({
      all: [
        { any: [{ segment: 'new' }, { segment: 'engaged' }] },
        { not: { all: [{ segment: 'lapsed' }, { segment: 'loyal' }] } },
        { not: { of: { measure: 'trait', name: 'plan' }, is: { oneOf: ['free', 3] } } },
      ],
    }),
  ).toBe(
    '(in segment new or in segment engaged) and not (in segment lapsed and in segment loyal) and not trait plan is one of "free", 3',
  );
});

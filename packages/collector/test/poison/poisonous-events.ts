import fc from 'fast-check';

/** Names that reach a prototype, break a text or are otherwise somebody's special case. */
export const poisonousNames: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'length',
  'null',
  '0',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff tail',
  '\u202e',
  "'; DROP TABLE likeness.events; --",
  '\\x00',
  '\t',
  '{}',
  'a.b',
  'k'.repeat(300),
];

/** Times that no calendar, or not ours, believes. */
export const poisonousTimes: readonly unknown[] = [
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '+275760-09-13T00:00:00Z',
  '2026-13-45T99:99:99Z',
  '2000-01-01T00:00:00Z',
  '2099-12-31T23:59:59.999Z',
  -62135596800000,
  253402300799999,
  1.5,
  '1e400',
  {},
  [],
  true,
];

/** An array nested so deep that a recursive reader of it runs out of stack. */
export function deepJson(levels: number): string {
  return `${'['.repeat(levels)}${']'.repeat(levels)}`;
}

const name = fc.constantFrom(...poisonousNames);

/** Any JSON value, with poisonous texts, keys and numbers more often than chance. */
export const poisonousValue: fc.Arbitrary<unknown> = fc.oneof(
  { maxDepth: 3 },
  fc.jsonValue({ maxDepth: 4 }),
  name,
  fc.constantFrom<unknown>(...poisonousTimes),
  fc.constantFrom(Number.MAX_VALUE, Number.MIN_VALUE, -0, 2 ** 53, -(2 ** 63), 1e308),
  fc.array(fc.tuple(name, fc.jsonValue({ maxDepth: 2 })), { maxLength: 5 }).map(objectOf),
);

/** Objects whose `__proto__` is a key like any other, as `JSON.parse` makes them. */
function objectOf(entries: readonly (readonly [string, unknown])[]): unknown {
  return JSON.parse(
    `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
  );
}

/** Mostly what is usual there, sometimes anything. */
function rarely(usual: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 24, arbitrary: usual }, { weight: 1, arbitrary: poisonousValue });
}

/** An object of names that the fold reads, which may hold anything. */
function fieldsOf(names: readonly string[]): fc.Arbitrary<object> {
  return fc.dictionary(fc.constantFrom(...names), poisonousValue, { maxKeys: 6 });
}

const readProperties =
  'category brand price currency revenue total order_id products query results visibleMs depth lcp cls inp metadata url path referrer search text placement item quantity coupon'.split(
    ' ',
  );
const readContext =
  'page library locale timezone userAgent screen campaign sessionId sessionStart location ip traits device'.split(
    ' ',
  );

/** An event of which any field may be anything; about half of them can be accepted. */
export const poisonousEvent: fc.Arbitrary<object> = fc.record(
  {
    type: rarely(fc.constantFrom('track', 'identify', 'page', 'screen', 'group', 'alias')),
    event: rarely(
      fc.constantFrom(
        'Product Viewed',
        'Order Completed',
        'Products Searched',
        'Page Left',
        ...poisonousNames.slice(0, 8),
      ),
    ),
    name: rarely(name),
    category: rarely(name),
    anonymousId: rarely(fc.constantFrom('poison-1', 'poison-2', 'poison-3')),
    userId: rarely(fc.constantFrom(undefined, undefined, undefined, 'poison-user', '\0', '__proto__')),
    groupId: rarely(name),
    previousId: rarely(fc.constantFrom('poison-1', 'poison-user', 'constructor')),
    messageId: rarely(fc.oneof(fc.uuid(), name)),
    timestamp: rarely(
      fc.constantFrom('2026-11-20T10:00:00.000Z', '2000-01-01', '2099-12-31T23:59:59.999Z', undefined),
    ),
    sentAt: rarely(fc.constantFrom('2026-11-20T10:00:01.000Z', '2000-01-01', undefined)),
    properties: rarely(fieldsOf(readProperties)),
    traits: rarely(fc.array(fc.tuple(name, poisonousValue), { maxLength: 4 }).map(objectOf)),
    context: rarely(fieldsOf(readContext)),
  },
  { requiredKeys: ['type', 'event', 'anonymousId'] },
);

import type { JsonValue } from '@likeness/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isEqualJson } from './is-equal-json.ts';

it('finds a copy equal, and any two values exactly when they are deeply equal', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), fc.json({ maxDepth: 3 }), (x, y) => {
      const a: JsonValue = JSON.parse(x);
      const b: JsonValue = JSON.parse(y);
      expect(isEqualJson(a, structuredClone(a))).toBe(true);
      expect(isEqualJson(a, b)).toBe(JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)));
    }),
  );
});

it('tells lists from objects, and an absent key from null', () => {
  expect(isEqualJson([], {})).toBe(false);
  expect(isEqualJson({ a: null }, { b: null })).toBe(false);
  expect(isEqualJson({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
  expect(isEqualJson([1, 2], [1])).toBe(false);
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => ({ [`k${key}`]: sorted(item) }));
}

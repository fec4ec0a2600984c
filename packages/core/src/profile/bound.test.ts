import { expect, it } from 'vitest';
import { dropLowest } from './bound.ts';

const rank = (entry: number): number => entry;

it('leaves a map within its limit alone', () => {
  const map = { a: 1, b: 2 };
  expect(dropLowest(map, 2, rank)).toBe(0);
  expect(map).toEqual({ a: 1, b: 2 });
});

it('drops the lowest entry, and of several as many as are too many', () => {
  const map: Record<string, number> = { a: 3, b: 1, c: 2, d: 5, e: 4 };
  expect(dropLowest(map, 4, rank)).toBe(1);
  expect(Object.keys(map)).toEqual(['a', 'c', 'd', 'e']);
  expect(dropLowest(map, 2, rank)).toBe(2);
  expect(map).toEqual({ d: 5, e: 4 });
});

it.each([1, 2])(
  'drops the later key among equals, whatever the order of insertion (%i too many)',
  (excess) => {
    const forwards: Record<string, number> = { a: 1, b: 1, c: 1 };
    const backwards: Record<string, number> = { c: 1, b: 1, a: 1 };
    dropLowest(forwards, 3 - excess, rank);
    dropLowest(backwards, 3 - excess, rank);
    const kept = new Set(['a', 'b', 'c'].slice(0, 3 - excess));
    expect(new Set(Object.keys(forwards))).toEqual(kept);
    expect(new Set(Object.keys(backwards))).toEqual(kept);
  },
);

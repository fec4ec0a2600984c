import { expect, it } from 'vitest';
import { createRecentMap } from './recent-map.ts';

it('holds the last entries that were used, whatever else comes', () => {
  const map = createRecentMap<string, number>(3);
  map.set('kept', 1);
  for (let i = 0; i < 20; i++) {
    map.set(`passing ${i}`, i);
    expect(map.get('kept')).toBe(1);
    expect(map.get(`passing ${i - 1}`)).toBe(i === 0 ? undefined : i - 1);
  }
});

it('holds twice as many at most', () => {
  const map = createRecentMap<number, number>(10);
  for (let i = 0; i < 1_000; i++) map.set(i, i);
  const held = Array.from({ length: 1_000 }, (_, i) => i).filter((i) => map.get(i) !== undefined);
  expect(held.length).toBeGreaterThanOrEqual(10);
  expect(held.length).toBeLessThanOrEqual(20);
  expect(held.slice(-10)).toEqual([990, 991, 992, 993, 994, 995, 996, 997, 998, 999]);
});

it('answers what was set last', () => {
  const map = createRecentMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 1);
  map.set('c', 1);
  map.set('a', 2);
  map.set('d', 1);
  expect(map.get('a')).toBe(2);
});

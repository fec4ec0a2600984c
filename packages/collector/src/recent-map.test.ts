import { expect, it } from 'vitest';
import { createRecentMap } from './recent-map.ts';

it('holds what was used last, half of its limit, whatever else comes', () => {
  const map = createRecentMap<string, number>(6);
  map.set('kept', 1);
  for (let i = 0; i < 20; i++) {
    map.set(`passing ${i}`, i);
    expect(map.get('kept')).toBe(1);
    expect(map.get(`passing ${i - 1}`)).toBe(i === 0 ? undefined : i - 1);
  }
});

it('holds no more than its limit', () => {
  const map = createRecentMap<number, number>(20);
  for (let i = 0; i < 1_000; i++) map.set(i, i);
  const held = Array.from({ length: 1_000 }, (_, i) => i).filter((i) => map.get(i) !== undefined);
  expect(held.length).toBeGreaterThanOrEqual(10);
  expect(held.length).toBeLessThanOrEqual(20);
  expect(held.slice(-10)).toEqual([990, 991, 992, 993, 994, 995, 996, 997, 998, 999]);
});

it('answers what was set last', () => {
  const map = createRecentMap<string, number>(4);
  map.set('a', 1);
  map.set('b', 1);
  map.set('c', 1);
  map.set('a', 2);
  map.set('d', 1);
  expect(map.get('a')).toBe(2);
});

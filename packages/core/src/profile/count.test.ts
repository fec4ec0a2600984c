import { expect, it } from 'vitest';
import { type CountSlice, countLimit, countName, foldCount, mergeCounts } from './count.ts';
import type { Draft } from './draft.ts';
import { eventOf, trackOf } from './event.fixture.ts';

it('counts a track event by its name and any other by its type', () => {
  expect(countName(trackOf('Tea Poured'))).toBe('Tea Poured');
  expect(countName(eventOf({ type: 'identify', traits: {} }))).toBe('identify');
});

it('keeps the total, the first and the last time, late events included', () => {
  const counts: Draft<CountSlice> = {};
  for (const at of [20, 30, 10]) foldCount(counts, 'Tea Poured', at);
  expect(counts).toEqual({ 'Tea Poured': [3, 10, 30] });
});

it('adds the counts of two parts', () => {
  const counts: Draft<CountSlice> = { a: [1, 5, 5] };
  mergeCounts(counts, { a: [2, 3, 9], b: [1, 7, 7] });
  expect(counts).toEqual({ a: [3, 3, 9], b: [1, 7, 7] });
});

it('drops the rarest name beyond its bound, of equals the one not seen for longest', () => {
  const counts: Draft<CountSlice> = {};
  foldCount(counts, 'often', 0);
  foldCount(counts, 'often', 0);
  for (let i = 1; i < countLimit; i++) foldCount(counts, `n${i}`, i);
  expect(foldCount(counts, 'new', 1_000)).toBe(1);
  expect(Object.keys(counts)).toHaveLength(countLimit);
  expect(counts).not.toHaveProperty('n1');
  expect(counts).toHaveProperty('often');
});

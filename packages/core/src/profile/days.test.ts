import { expect, it } from 'vitest';
import { activeDays, countInWindow, type DaySlice, dayLimit, dayOf, foldDay, mergeDays } from './days.ts';
import { dayMs } from './decay.ts';
import type { Draft } from './draft.ts';
import { newYear } from './event.fixture.ts';
import type { EventKind } from './rate.ts';

const first = dayOf(newYear);

const fold = (days: Draft<DaySlice>, kind: EventKind, at: number, latestAt = at): void =>
  foldDay(days, kind, at, latestAt);

it('counts by UTC day and kind', () => {
  const days: Draft<DaySlice> = {};
  fold(days, 'view', newYear);
  fold(days, 'view', newYear + dayMs - 1);
  fold(days, 'order', newYear + dayMs);
  expect(days).toEqual({ [first]: [2, 0, 0, 0, 0, 0], [first + 1]: [0, 0, 0, 0, 1, 0] });
});

it('reads a window of 7 days as today and the 6 days before it', () => {
  const days: Draft<DaySlice> = {};
  for (let i = 0; i < 10; i++) fold(days, i % 2 === 0 ? 'view' : 'click', newYear + i * dayMs);
  const now = newYear + 9 * dayMs + 5_000;
  expect(countInWindow(days, 'view', 7, now)).toBe(3);
  expect(countInWindow(days, 'all', 7, now)).toBe(7);
  expect(countInWindow(days, 'all', 30, now)).toBe(10);
  expect(activeDays(days, 7, now)).toBe(7);
  expect(countInWindow(days, 'all', 7, newYear)).toBe(1);
});

it('keeps the days that a window can reach, whichever order they come in', () => {
  const latestAt = newYear + dayLimit * dayMs;
  const late: Draft<DaySlice> = {};
  fold(late, 'view', latestAt);
  fold(late, 'view', newYear, latestAt);
  fold(late, 'view', newYear + dayMs, latestAt);
  const early: Draft<DaySlice> = {};
  for (const day of [0, 1, dayLimit]) fold(early, 'view', newYear + day * dayMs);
  expect(Object.keys(late)).toEqual([`${first + 1}`, `${first + dayLimit}`]);
  expect(early).toEqual(late);
});

it('adds the days of two parts', () => {
  const days: Draft<DaySlice> = { 100: [1, 2, 3, 4, 5, 6] };
  mergeDays(days, { 100: [1, 1, 1, 1, 1, 1], 101: [1, 0, 0, 0, 0, 0] }, 101 * dayMs);
  expect(days).toEqual({ 100: [2, 3, 4, 5, 6, 7], 101: [1, 0, 0, 0, 0, 0] });
});

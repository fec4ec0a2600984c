import { expect, it } from 'vitest';
import { dayMs, hourMs } from './decay.ts';
import type { Draft } from './draft.ts';
import { eventOf, trackOf } from './event.fixture.ts';
import { eventKind, foldRate, mergeRates, type RateSlice, ratePerDay } from './rate.ts';

it('sorts events into kinds', () => {
  expect(eventKind(eventOf({ type: 'page', properties: {} }))).toBe('view');
  expect(eventKind(trackOf('Product Viewed'))).toBe('view');
  expect(eventKind(trackOf('Products Searched'))).toBe('search');
  expect(eventKind(trackOf('Placement Clicked'))).toBe('click');
  expect(eventKind(trackOf('Product Added'))).toBe('cart');
  expect(eventKind(trackOf('Order Completed'))).toBe('order');
  expect(eventKind(eventOf({ type: 'identify', traits: {} }))).toBe('other');
});

it('fades at all four half-lives at once', () => {
  const rates: Draft<RateSlice> = {};
  foldRate(rates, 'view', 0);
  foldRate(rates, 'view', hourMs);
  expect(rates.view?.[0]).toBe(1.5);
  expect(rates.view?.[1]).toBeCloseTo(1 + 2 ** (-1 / 24), 12);
  expect(rates.view?.[4]).toBe(hourMs);
});

it('takes a late event as if it had come in time', () => {
  const late: Draft<RateSlice> = {};
  const inTime: Draft<RateSlice> = {};
  for (const at of [0, hourMs]) foldRate(inTime, 'view', at);
  for (const at of [hourMs, 0]) foldRate(late, 'view', at);
  expect(late).toEqual(inTime);
});

it('reads one event a day for ever as one event a day', () => {
  const rates: Draft<RateSlice> = {};
  for (let day = 0; day < 1_000; day++) foldRate(rates, 'order', day * dayMs);
  const rate = rates.order ?? [0, 0, 0, 0, 0];
  // Half a day after the last one the sawtooth is near its mean.
  expect(ratePerDay(rate, 3, 999.5 * dayMs)).toBeCloseTo(1, 3);
});

it('adds two parts as of the later one', () => {
  const rates: Draft<RateSlice> = { view: [4, 4, 4, 4, 0] };
  mergeRates(rates, { view: [1, 1, 1, 1, hourMs], cart: [1, 1, 1, 1, 5] });
  expect(rates.view?.[0]).toBe(3);
  expect(rates.cart).toEqual([1, 1, 1, 1, 5]);
});

import { expect, it } from 'vitest';
import { createLagWatch } from './lag-watch.ts';

const lagOf = (behindMs: number) => [
  { topic: 'events', partition: 0, records: 5, behindMs: 0 },
  { topic: 'events', partition: 1, records: 7, behindMs },
];

it('says nothing while the worker keeps up', () => {
  const watch = createLagWatch();
  expect(watch(lagOf(0), 0)).toBeUndefined();
  expect(watch(lagOf(29_999), 5_000)).toBeUndefined();
});

it('says how far behind the worker is, and again while it stays so', () => {
  const watch = createLagWatch();
  expect(watch(lagOf(31_000), 0)).toEqual({ state: 'behind', records: 12, behindMs: 31_000 });
  expect(watch(lagOf(50_000), 20_000)).toBeUndefined();
  expect(watch(lagOf(90_000), 60_000)).toMatchObject({ state: 'behind', behindMs: 90_000 });
});

it('says once that the worker has caught up', () => {
  const watch = createLagWatch();
  watch(lagOf(31_000), 0);
  expect(watch(lagOf(10), 5_000)).toEqual({ state: 'caught up' });
  expect(watch(lagOf(0), 10_000)).toBeUndefined();
});

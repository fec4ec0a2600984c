import { expect, it } from 'vitest';
import { rfmCuts, rfmOf, rfmScore } from './rfm.ts';

const value = {
  EUR: {
    orders: 2,
    revenueMicros: 50e6,
    refunds: 1,
    refundedMicros: 20e6,
    items: 3,
    firstOrderAt: 100,
    lastOrderAt: 400,
  },
};

it('reads recency, frequency and money of one currency', () => {
  expect(rfmOf(value, 'EUR', 1_000)).toEqual({ recencyMs: 600, frequency: 2, monetary: 30 });
  expect(rfmOf(value, 'USD', 1_000)).toBeUndefined();
  expect(
    rfmOf({ EUR: { orders: 0, revenueMicros: 0, refunds: 1, refundedMicros: 1, items: 0 } }, 'EUR', 1),
  ).toBeUndefined();
});

it('cuts a population into fifths and scores against them', () => {
  const population = Array.from({ length: 10 }, (_, i) => ({
    recencyMs: i,
    frequency: i + 1,
    monetary: 10 * i,
  }));
  const cuts = rfmCuts(population);
  expect(cuts.frequency).toEqual([2, 4, 6, 8]);
  expect(rfmScore({ recencyMs: 0, frequency: 10, monetary: 90 }, cuts)).toEqual({
    recency: 5,
    frequency: 5,
    monetary: 5,
  });
  expect(rfmScore({ recencyMs: 99, frequency: 1, monetary: 0 }, cuts)).toEqual({
    recency: 1,
    frequency: 1,
    monetary: 1,
  });
  const scores = population.map((rfm) => rfmScore(rfm, cuts).frequency);
  expect(scores).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
});

it('scores equal buyers alike, and all of them lowest by frequency when nobody bought twice', () => {
  const population = Array.from({ length: 10 }, () => ({ recencyMs: 1, frequency: 1, monetary: 5 }));
  const cuts = rfmCuts(population);
  expect(new Set(population.map((rfm) => JSON.stringify(rfmScore(rfm, cuts)))).size).toBe(1);
  expect(rfmScore({ recencyMs: 1, frequency: 1, monetary: 5 }, cuts).frequency).toBe(1);
});

import { expect, it } from 'vitest';
import { dayMs } from './decay.ts';
import { type LifetimeModel, lifetimeValue, purchaseHistory } from './lifetime-value.ts';

// The CDNOW parameters of the paper are in weeks; here a day stands for one.
const model: LifetimeModel = {
  purchases: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
  meanOrder: 30,
  meanOrderStrength: 2,
};
const value = {
  EUR: {
    orders: 3,
    revenueMicros: 150e6,
    refunds: 0,
    refundedMicros: 0,
    items: 3,
    firstOrderAt: 0,
    lastOrderAt: 30.43 * dayMs,
  },
};
const now = 38.86 * dayMs;

it('reads the history that BG/NBD needs', () => {
  const history = purchaseHistory(value, 'EUR', now);
  expect(history?.frequency).toBe(2);
  expect(history?.recency).toBeCloseTo(30.43, 9);
  expect(history?.age).toBeCloseTo(38.86, 9);
});

it("multiplies the paper's expected purchases by an order pulled to the mean", () => {
  const read = lifetimeValue(value, model, { currency: 'EUR', now, horizonDays: 39 });
  expect(read?.expectedOrders).toBeCloseTo(1.226, 3);
  expect(read?.orderValue).toBe((2 * 30 + 150) / 5);
  expect(read?.value).toBeCloseTo(1.226 * 42, 1);
  expect(read?.alive).toBeGreaterThan(0.5);
});

it('knows nothing of somebody who never bought in the currency', () => {
  expect(lifetimeValue(value, model, { currency: 'USD', now, horizonDays: 39 })).toBeUndefined();
});

it('expects less of somebody who fell silent', () => {
  const soon = lifetimeValue(value, model, { currency: 'EUR', now, horizonDays: 39 });
  const late = lifetimeValue(value, model, { currency: 'EUR', now: 300 * dayMs, horizonDays: 39 });
  expect(late?.value).toBeLessThan(soon?.value ?? 0);
});

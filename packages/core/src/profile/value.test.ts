import { expect, it } from 'vitest';
import type { Draft } from './draft.ts';
import { trackOf } from './event.fixture.ts';
import {
  currencyLimit,
  foldValue,
  mergeValues,
  orderAmountMicros,
  unknownCurrency,
  type ValueSlice,
} from './value.ts';

it('adds orders and refunds by currency', () => {
  const value: Draft<ValueSlice> = {};
  foldValue(
    value,
    trackOf('Order Completed', { currency: 'eur', revenue: 19.9, products: [{ quantity: 2 }] }, { at: 20 }),
  );
  foldValue(value, trackOf('Order Completed', { currency: 'EUR', revenue: '0.1' }, { at: 10 }));
  foldValue(value, trackOf('Order Completed', { revenue: 5 }, { at: 30 }));
  foldValue(value, trackOf('Order Refunded', { currency: 'EUR', total: -4 }));
  expect(value.EUR).toEqual({
    orders: 2,
    revenueMicros: 20_000_000,
    refunds: 1,
    refundedMicros: 4_000_000,
    items: 2,
    firstOrderAt: 10,
    lastOrderAt: 20,
  });
  expect(value[unknownCurrency]?.orders).toBe(1);
});

it('takes an order by revenue, else total, else value, else its products', () => {
  expect(orderAmountMicros({ revenue: 1, total: 2, value: 3 })).toBe(1_000_000);
  expect(orderAmountMicros({ total: 2, value: 3 })).toBe(2_000_000);
  expect(orderAmountMicros({ value: '3.5' })).toBe(3_500_000);
  expect(orderAmountMicros({ products: [{ price: 2, quantity: 3 }, { price: 1 }, 'x'] })).toBe(7_000_000);
  expect(orderAmountMicros({})).toBe(0);
});

it('adds money exactly in any order', () => {
  const value: Draft<ValueSlice> = {};
  for (const revenue of [0.1, 0.2, 0.3]) foldValue(value, trackOf('Order Completed', { revenue }));
  expect(value.XXX?.revenueMicros).toBe(600_000);
});

it('merges sums, the first and the last order', () => {
  const order = { orders: 1, revenueMicros: 5, refunds: 0, refundedMicros: 0, items: 1 };
  const value: Draft<ValueSlice> = { EUR: { ...order, firstOrderAt: 5, lastOrderAt: 5 } };
  mergeValues(value, { EUR: { ...order, firstOrderAt: 3, lastOrderAt: 9 } });
  expect(value.EUR).toMatchObject({ orders: 2, revenueMicros: 10, firstOrderAt: 3, lastOrderAt: 9 });
});

it('keeps a bounded number of currencies', () => {
  const value: Draft<ValueSlice> = {};
  const codes = Array.from({ length: currencyLimit + 1 }, (_, i) => `AA${String.fromCharCode(65 + i)}`);
  const dropped = codes.map((currency) =>
    foldValue(value, trackOf('Order Completed', { currency, revenue: 1 })),
  );
  expect(dropped.reduce((a, b) => a + b, 0)).toBe(1);
  expect(Object.keys(value)).toHaveLength(currencyLimit);
});

import { expect, it } from 'vitest';
import type { Draft } from './draft.ts';
import { trackOf } from './event.fixture.ts';
import {
  emptyPsychographics,
  foldPsychographics,
  isDiscounted,
  mergePsychographics,
  type PsychographicSlice,
  priceCategoryLimit,
} from './psychographic.ts';

const empty = (): Draft<PsychographicSlice> => ({ ...emptyPsychographics(), prices: {} });
const rules = { scoreText: (text: string) => (text === 'lovely' ? 0.8 : -0.4) };

it('recognises a discount by coupon, discount, sale flag or a higher usual price', () => {
  expect(isDiscounted({ coupon: 'SALE' })).toBe(true);
  expect(isDiscounted({ discount: '2.5' })).toBe(true);
  expect(isDiscounted({ on_sale: true })).toBe(true);
  expect(isDiscounted({ price: 8, compare_at_price: 10 })).toBe(true);
  expect(isDiscounted({ price: 10, compare_at_price: 10, coupon: '', discount: 0 })).toBe(false);
});

it('sums views and buys with a price, by currency and top category', () => {
  const slice = empty();
  const mug = { category: 'Home > Mugs', price: Math.E, currency: 'EUR' };
  foldPsychographics(slice, trackOf('Product Viewed', { ...mug, discount: 1 }), rules);
  foldPsychographics(slice, trackOf('Product Viewed', mug), rules);
  foldPsychographics(slice, trackOf('Product Viewed', { category: 'Home' }), rules);
  foldPsychographics(
    slice,
    trackOf('Order Completed', { currency: 'EUR', coupon: 'X', products: [mug] }),
    rules,
  );
  expect(slice).toMatchObject({ pricedViews: 2, discountedViews: 1, pricedBuys: 1, discountedBuys: 1 });
  expect(slice.prices).toEqual({ 'EUR home': [2, 20_000, 1, 10_000] });
});

it('scores what the user wrote, and nothing when no scorer is given', () => {
  const slice = empty();
  foldPsychographics(slice, trackOf('Product Reviewed', { review_body: 'lovely' }), rules);
  foldPsychographics(slice, trackOf('Support Ticket Opened', { message: 'broken' }), rules);
  foldPsychographics(slice, trackOf('Tea Poured', { message: 'lovely' }), rules);
  expect(slice).toMatchObject({ texts: 2, feelings: 400 });
  const unscored = empty();
  foldPsychographics(unscored, trackOf('Product Reviewed', { review_body: 'lovely' }), {
    scoreText: undefined,
  });
  expect(unscored.texts).toBe(0);
});

it('adds two parts and keeps to its bound', () => {
  const slice = empty();
  let dropped = 0;
  for (let i = 0; i <= priceCategoryLimit; i++) {
    dropped += foldPsychographics(slice, trackOf('Product Viewed', { category: `c${i}`, price: 1 }), rules);
  }
  expect(dropped).toBe(1);
  mergePsychographics(slice, {
    ...empty(),
    pricedViews: 2,
    texts: 1,
    feelings: -3,
    prices: { 'XXX c0': [1, 2, 3, 4] },
  });
  expect(slice).toMatchObject({ pricedViews: priceCategoryLimit + 3, texts: 1, feelings: -3 });
  expect(slice.prices['XXX c0']).toEqual([2, 2, 3, 4]);
});

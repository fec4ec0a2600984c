import { expect, it } from 'vitest';
import type { Draft } from './draft.ts';
import { trackOf } from './event.fixture.ts';
import { compileRules } from './fold-rules.ts';
import {
  emptyPsychographics,
  foldPsychographics,
  isDiscounted,
  mergePsychographics,
  type PsychographicSlice,
  priceCategoryLimit,
} from './psychographic.ts';

const empty = (): Draft<PsychographicSlice> => ({ ...emptyPsychographics(), prices: {} });
const rules = compileRules({ scoreText: (text) => (text === 'lovely' ? 0.8 : -0.4) });

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
  foldPsychographics(unscored, trackOf('Product Reviewed', { review_body: 'lovely' }), compileRules());
  expect(unscored.texts).toBe(0);
});

it('adds two parts', () => {
  const slice = empty();
  foldPsychographics(slice, trackOf('Product Viewed', { category: 'c', price: 1 }), rules);
  mergePsychographics(slice, {
    ...empty(),
    pricedViews: 2,
    texts: 1,
    feelings: -3,
    prices: { 'XXX c': [1, 2, 3, 4] },
  });
  expect(slice).toMatchObject({ pricedViews: 3, texts: 1, feelings: -3 });
  expect(slice.prices['XXX c']).toEqual([2, 2, 3, 4]);
});

it('samples the same price categories in any order, each with all of its prices', () => {
  const views = Array.from({ length: 40 }, (_, i) =>
    trackOf('Product Viewed', { category: `c${i % 20}`, price: 1 }),
  );
  const forwards = empty();
  for (const event of views) foldPsychographics(forwards, event, rules);
  const backwards = empty();
  for (const event of [...views].reverse()) foldPsychographics(backwards, event, rules);
  expect(Object.keys(forwards.prices)).toHaveLength(priceCategoryLimit);
  expect(backwards.prices).toEqual(forwards.prices);
  for (const [seen] of Object.values(forwards.prices)) expect(seen).toBe(2);
  expect(forwards.pricedViews).toBe(40);
});

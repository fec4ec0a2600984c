import { expect, it } from 'vitest';
import { dayMs } from './decay.ts';
import { eventOf, newYear, trackOf } from './event.fixture.ts';
import { foldEvents } from './fold-event.ts';
import { compileRules } from './fold-rules.ts';
import { emptyProfile } from './profile.ts';
import { readPsychographics } from './read-psychographics.ts';

const rules = compileRules({ scoreText: () => 0.5 });
const view = (category: string, price: number, at = newYear, more = {}) =>
  trackOf('Product Viewed', { category, price, currency: 'EUR', ...more }, { at });

it('knows nothing of somebody without evidence', () => {
  expect(readPsychographics(emptyProfile(), newYear)).toEqual({ stated: {} });
});

it('weighs a discounted buy like three discounted views', () => {
  const product = { category: 'home', price: 5 };
  const profile = foldEvents(
    emptyProfile(),
    [
      view('home', 5),
      view('home', 5, newYear, { discount: 1 }),
      trackOf('Order Completed', { currency: 'EUR', coupon: 'SALE', products: [product] }),
    ],
    rules,
  );
  const read = readPsychographics(profile, newYear);
  expect(read.discountShare).toBe(4 / 5);
  expect(read.priceSensitivity).toBe(4 / 5);
});

it('places prices in the distribution of their category', () => {
  const profile = foldEvents(
    emptyProfile(),
    [1, 2, 3].map(() => view('home', Math.E)),
    rules,
  );
  const at = (mean: number) =>
    readPsychographics(profile, newYear, { prices: { 'EUR home': { mean, deviation: 1 } } });
  expect(at(1).pricePosition).toBeCloseTo(0.5, 9);
  expect(at(2).pricePosition).toBeCloseTo(0.1587, 4);
  // No discounts and the middle of the prices: (0 + 0.5) / 2.
  expect(at(1).priceSensitivity).toBeCloseTo(0.25, 9);
  expect(readPsychographics(profile, newYear)).not.toHaveProperty('pricePosition');
});

it('sees who settles and who explores', () => {
  const old = Array.from({ length: 4 }, (_, i) => view(`c${i}`, 1));
  const now = newYear + 60 * dayMs;
  const settles = foldEvents(emptyProfile(), [...old, view('c0', 1, now), view('c0', 1, now)], rules);
  const explores = foldEvents(
    emptyProfile(),
    [
      ...Array.from({ length: 10 }, () => view('c0', 1)),
      ...['c1', 'c2', 'c3'].map((category) => view(category, 1, now)),
    ],
    rules,
  );
  expect(readPsychographics(settles, now).varietyChange).toBeLessThan(0);
  expect(readPsychographics(explores, now).varietyChange).toBeGreaterThan(0);
  expect(readPsychographics(foldEvents(emptyProfile(), old, rules), now)).not.toHaveProperty('variety');
});

it('measures how long and how often was looked before the first order', () => {
  const order = trackOf('Order Completed', { revenue: 1 }, { at: newYear + 3 * dayMs });
  const profile = foldEvents(emptyProfile(), [view('a', 1), view('a', 1, newYear + dayMs), order], rules);
  expect(readPsychographics(profile, newYear)).toMatchObject({ viewsPerOrder: 2, deliberationMs: 3 * dayMs });
});

it('shows feelings and what was stated in questionnaires', () => {
  const profile = foldEvents(
    emptyProfile(),
    [
      trackOf('Product Reviewed', { review_body: 'fine' }),
      eventOf({ type: 'identify', traits: { 'survey.motive': 'gift', city: 'Graz' } }),
    ],
    rules,
  );
  expect(readPsychographics(profile, newYear)).toMatchObject({ sentiment: 0.5, stated: { motive: 'gift' } });
});

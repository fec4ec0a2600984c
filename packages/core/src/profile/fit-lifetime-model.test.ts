import { describe, expect, it } from 'vitest';
import { sampleGamma } from '../statistics/sample.ts';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { type Buyer, fewestLifetimeBuyers, fitLifetimeModel } from './fit-lifetime-model.ts';

/** Buyers drawn from Gamma-Gamma with a mean order of 50. */
function buyersOf(count: number, { p, q }: { readonly p: number; readonly q: number }): readonly Buyer[] {
  const random = createSeededRandom(7);
  const gamma = (50 * (q - 1)) / p;
  return Array.from({ length: count }, (_, i) => {
    const orders = 1 + (i % 6);
    const rate = sampleGamma(q, random) / gamma;
    const revenue = sampleGamma(p * orders, random) / rate;
    return { history: { frequency: orders - 1, recency: 20 * (orders - 1), age: 200 }, orders, revenue };
  });
}

describe('a model of lifetime value', () => {
  it('is unknown with few buyers, when nobody came back, and when nobody paid', () => {
    expect(fitLifetimeModel(buyersOf(fewestLifetimeBuyers - 1, { p: 4, q: 3 }))).toBeUndefined();
    const once = { history: { frequency: 0, recency: 0, age: 90 }, orders: 1, revenue: 20 };
    expect(fitLifetimeModel(Array.from({ length: 100 }, () => once))).toBeUndefined();
    const free = { history: { frequency: 1, recency: 9, age: 90 }, orders: 2, revenue: 0 };
    expect(fitLifetimeModel(Array.from({ length: 100 }, () => free))).toBeUndefined();
  });

  it.each([
    { p: 4, q: 3, strength: 0.5 },
    { p: 2, q: 5, strength: 2 },
  ])('finds the mean order and how many orders of it each brings, of p = $p and q = $q', (drawn) => {
    const model = fitLifetimeModel(buyersOf(1_500, drawn));
    expect(model?.meanOrder).toBeGreaterThan(45);
    expect(model?.meanOrder).toBeLessThan(55);
    expect(model?.meanOrderStrength).toBeGreaterThan(drawn.strength * 0.7);
    expect(model?.meanOrderStrength).toBeLessThan(drawn.strength * 1.4);
  });

  it('has a purchase forecast whose parameters are finite', () => {
    const { purchases } = fitLifetimeModel(buyersOf(60, { p: 4, q: 3 })) ?? {};
    expect(Object.values(purchases ?? {})).toHaveLength(4);
    for (const parameter of Object.values(purchases ?? {})) expect(Number.isFinite(parameter)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { sampleNormal } from '../statistics/sample.ts';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { type Buyer, fewestLifetimeBuyers, fitLifetimeModel } from './fit-lifetime-model.ts';

/** Buyers whose true mean order is Normal(50, between²), with orders of Normal(own mean, within²). */
function buyersOf(count: number, within: number, between: number): readonly Buyer[] {
  const random = createSeededRandom(7);
  return Array.from({ length: count }, (_, i) => {
    const orders = 1 + (i % 6);
    const mean = 50 + between * sampleNormal(random);
    let revenue = 0;
    for (let order = 0; order < orders; order++) revenue += mean + within * sampleNormal(random);
    return { history: { frequency: orders - 1, recency: 20 * (orders - 1), age: 200 }, orders, revenue };
  });
}

describe('a model of lifetime value', () => {
  it('is unknown with few buyers, and when nobody came back', () => {
    expect(fitLifetimeModel(buyersOf(fewestLifetimeBuyers - 1, 10, 10))).toBeUndefined();
    const once = { history: { frequency: 0, recency: 0, age: 90 }, orders: 1, revenue: 20 };
    expect(fitLifetimeModel(Array.from({ length: 100 }, () => once))).toBeUndefined();
  });

  it('finds the mean order', () => {
    expect(fitLifetimeModel(buyersOf(1_000, 10, 10))?.meanOrder).toBeCloseTo(50, 0);
  });

  it('trusts the own orders of a buyer the more, the more buyers differ', () => {
    // k = within² / between²: 4 and 1/4.
    const alike = fitLifetimeModel(buyersOf(1_000, 20, 10))?.meanOrderStrength ?? Number.NaN;
    const different = fitLifetimeModel(buyersOf(1_000, 10, 20))?.meanOrderStrength ?? Number.NaN;
    expect(alike).toBeGreaterThan(2.5);
    expect(alike).toBeLessThan(6);
    expect(different).toBeGreaterThan(0.1);
    expect(different).toBeLessThan(0.5);
  });

  it('has a purchase forecast whose parameters are finite', () => {
    const { purchases } = fitLifetimeModel(buyersOf(60, 10, 10)) ?? {};
    for (const parameter of Object.values(purchases ?? {})) expect(Number.isFinite(parameter)).toBe(true);
    expect(purchases).toBeDefined();
  });
});

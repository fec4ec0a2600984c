import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { fitPurchaseForecast } from './fit-purchase-forecast.ts';
import {
  aliveProbability,
  expectedPurchases,
  type PurchaseHistory,
  purchaseLogLikelihood,
} from './purchase-forecast.ts';

/** The parameters of the paper for the CDNOW data, in weeks. */
const cdnow = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
const customer = { frequency: 2, recency: 30.43, age: 38.86 };

describe('expectedPurchases', () => {
  it("gives the paper's figure for the paper's customer", () => {
    expect(expectedPurchases(cdnow, customer, 39)).toBeCloseTo(1.226, 3);
  });

  it('is finite, never negative, and goes smoothly through a = 1', () => {
    const history = { frequency: 3, recency: 20, age: 30 };
    const at = (a: number) => expectedPurchases({ r: 0.5, alpha: 5, a, b: 2.5 }, history, 12);
    expect(at(1)).toBeCloseTo((at(0.999) + at(1.001)) / 2, 5);
    const positive = fc.double({ min: 0.01, max: 50, noNaN: true });
    fc.assert(
      fc.property(
        positive,
        positive,
        positive,
        positive,
        fc.nat(50),
        positive,
        positive,
        (r, alpha, a, b, frequency, recency, rest) => {
          const customer = { frequency, recency: frequency === 0 ? 0 : recency, age: recency + rest };
          const expected = expectedPurchases({ r, alpha, a, b }, customer, 10);
          expect(expected >= 0 && expected < 1e6).toBe(true);
          const alive = aliveProbability({ r, alpha, a, b }, customer);
          expect(alive >= 0 && alive <= 1).toBe(true);
        },
      ),
    );
  });

  it('grows with the horizon, from nothing', () => {
    expect(expectedPurchases(cdnow, customer, 0)).toBeCloseTo(0, 10);
    expect(expectedPurchases(cdnow, customer, 20)).toBeLessThan(expectedPurchases(cdnow, customer, 40));
  });
});

describe('aliveProbability', () => {
  it('agrees with the formula by hand', () => {
    const odds = (0.793 / (2.426 + 1)) * ((4.414 + 38.86) / (4.414 + 30.43)) ** 2.243;
    expect(aliveProbability(cdnow, customer)).toBeCloseTo(1 / (1 + odds), 12);
  });

  it('falls with silence, more for those who used to buy often', () => {
    const silent = (frequency: number) => aliveProbability(cdnow, { frequency, recency: 10, age: 40 });
    expect(aliveProbability(cdnow, { frequency: 5, recency: 40, age: 40 })).toBeGreaterThan(silent(5));
    expect(silent(20)).toBeLessThan(silent(5));
  });

  it('is 1 for a single purchase', () => {
    expect(aliveProbability(cdnow, { frequency: 0, recency: 0, age: 500 })).toBe(1);
  });
});

describe('purchaseLogLikelihood', () => {
  it('is the chance of no repeat for a single purchase: (α / (α + T))^r', () => {
    const silent = { frequency: 0, recency: 0, age: 20 };
    expect(purchaseLogLikelihood(cdnow, silent)).toBeCloseTo(0.243 * Math.log(4.414 / 24.414), 12);
  });
});

describe('fitPurchaseForecast', () => {
  it('finds again what customers were drawn from', () => {
    const customers = drawCustomers(3000);
    const fitted = fitPurchaseForecast(customers);
    const mean = (rates: { r: number; alpha: number }) => rates.r / rates.alpha;
    expect(mean(fitted) / mean({ r: 1, alpha: 10 })).toBeGreaterThan(0.85);
    expect(mean(fitted) / mean({ r: 1, alpha: 10 })).toBeLessThan(1.15);
    expect(fitted.a / (fitted.a + fitted.b)).toBeGreaterThan(0.15);
    expect(fitted.a / (fitted.a + fitted.b)).toBeLessThan(0.25);
  });

  it('answers finite parameters for nobody and for one customer', () => {
    for (const customers of [[], [customer]]) {
      for (const value of Object.values(fitPurchaseForecast(customers))) {
        expect(value).toBeGreaterThan(0);
        expect(Number.isFinite(value)).toBe(true);
      }
    }
  });
});

/** Rates from Exponential(mean 1/10) = Gamma(1, 10), a chance of 0.2 to leave after each repeat purchase, 52 weeks. */
function drawCustomers(count: number): PurchaseHistory[] {
  const random = createSeededRandom(11);
  return Array.from({ length: count }, () => {
    const rate = -Math.log(1 - random()) / 10;
    let at = 0;
    let frequency = 0;
    let recency = 0;
    do {
      at -= Math.log(1 - random()) / rate;
      if (at > 52) break;
      frequency += 1;
      recency = at;
    } while (random() >= 0.2);
    return { frequency, recency, age: 52 };
  });
}

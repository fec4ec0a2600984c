import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { type LabelledFeatures, predictBounded } from './bounded-linear.ts';
import { createBudget, rhoOfEpsilon, spendBudget } from './budget.ts';
import { trainPrivately } from './train-privately.ts';

const EXAMPLES: readonly LabelledFeatures[] = Array.from({ length: 1_000 }, (_, i) => ({
  features: { pages: i % 10, source: i % 3 === 0 ? 'mail' : 'ad' },
  label: i % 10 > 5,
}));

describe('trainPrivately', () => {
  it('learns the rule in spite of the noise', () => {
    const { state } = trainPrivately(EXAMPLES, { rho: rhoOfEpsilon(3, 1e-5), random: createSeededRandom(1) });
    expect(predictBounded(state, { pages: 9, source: 'ad' })).toBeGreaterThan(0.6);
    expect(predictBounded(state, { pages: 1, source: 'ad' })).toBeLessThan(0.4);
  });

  it('spends exactly what it was given, with the noise that follows from it', () => {
    const rho = 0.2;
    const { spentRho, noiseDeviation } = trainPrivately(EXAMPLES.slice(0, 10), {
      rho,
      random: createSeededRandom(1),
      steps: 40,
    });
    expect(noiseDeviation).toBeCloseTo(Math.sqrt(40 / 0.4), 12);
    expect(spentRho).toBeCloseTo(rho, 12);
    const budget = createBudget({ epsilon: 3, delta: 1e-5 });
    expect(
      spendBudget(budget, trainPrivately([], { rho: budget.rho, random: createSeededRandom(1) }).spentRho).ok,
    ).toBe(true);
  });

  it('gives the same model for the same seed, and another for another', () => {
    const train = (seed: number) =>
      trainPrivately(EXAMPLES.slice(0, 50), { rho: 0.1, random: createSeededRandom(seed), steps: 5, bits: 4 })
        .state;
    expect(train(1)).toEqual(train(1));
    expect(train(1)).not.toEqual(train(2));
  });

  it('refuses to train for nothing', () => {
    const random = createSeededRandom(1);
    expect(() => trainPrivately([], { rho: 0, random })).toThrow('rho above 0');
    expect(() => trainPrivately([], { rho: 1, steps: 0, random })).toThrow('a step or more');
  });

  it('needs no randomness without noise, and says that this is not private', () => {
    const { spentRho, noiseDeviation } = trainPrivately(EXAMPLES.slice(0, 50), {
      rho: Infinity,
      random: () => {
        throw new Error('no noise was asked for');
      },
    });
    expect([spentRho, noiseDeviation]).toEqual([Infinity, 0]);
  });
});

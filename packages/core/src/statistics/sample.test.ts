import { describe, expect, it } from 'vitest';
import { momentsOf, sampleVariance } from './moments.ts';
import { sampleBeta, sampleGamma, sampleNormal } from './sample.ts';
import { createSeededRandom } from './seeded-random.ts';

const DRAWS = 50_000;

function moments(draw: () => number) {
  const summary = momentsOf(Array.from({ length: DRAWS }, draw));
  return { mean: summary.mean, variance: sampleVariance(summary) };
}

describe('sampling', () => {
  it('draws normal numbers with mean 0 and variance 1', () => {
    const random = createSeededRandom(1);
    const { mean, variance } = moments(() => sampleNormal(random));
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
  });

  it.each([0.3, 1, 7])('draws gamma numbers with mean and variance equal to the shape %f', (shape) => {
    const random = createSeededRandom(2);
    const { mean, variance } = moments(() => sampleGamma(shape, random));
    expect(Math.abs(mean / shape - 1)).toBeLessThan(0.03);
    expect(Math.abs(variance / shape - 1)).toBeLessThan(0.06);
  });

  it('draws beta numbers with the mean and variance of the distribution', () => {
    const random = createSeededRandom(3);
    const { mean, variance } = moments(() => sampleBeta(2, 6, random));
    expect(mean).toBeCloseTo(0.25, 2);
    expect(variance).toBeCloseTo((0.25 * 0.75) / 9, 3);
  });

  it('draws finite beta numbers from tiny shapes', () => {
    const random = createSeededRandom(4);
    for (let i = 0; i < 200; i++) {
      const draw = sampleBeta(1e-4, 1e-4, random);
      expect(draw >= 0 && draw <= 1).toBe(true);
    }
  });
});

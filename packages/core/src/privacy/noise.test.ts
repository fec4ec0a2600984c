import { describe, expect, it } from 'vitest';
import { momentsOf, sampleVariance } from '../statistics/moments.ts';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { discreteGaussianNoise, discreteLaplaceNoise, gaussianNoise, laplaceNoise } from './noise.ts';

const DRAWS = 50_000;

function draws(sample: (random: () => number) => number): number[] {
  const random = createSeededRandom(12);
  return Array.from({ length: DRAWS }, () => sample(random));
}

function spread(values: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const moments = momentsOf(values);
  return { mean: moments.mean, deviation: Math.sqrt(sampleVariance(moments)) };
}

describe('privacy noise', () => {
  it('is Laplace with deviation b√2', () => {
    const { mean, deviation } = spread(draws((random) => laplaceNoise(3, random)));
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(deviation / (3 * Math.SQRT2)).toBeCloseTo(1, 1);
  });

  it('is Gaussian with the asked deviation', () => {
    const { mean, deviation } = spread(draws((random) => gaussianNoise(5, random)));
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(deviation / 5).toBeCloseTo(1, 1);
  });

  it('is discrete Laplace: whole numbers, each e^ε times rarer than the one nearer to 0', () => {
    const values = draws((random) => discreteLaplaceNoise({ epsilon: 0.7 }, random));
    const count = (x: number) => values.filter((value) => value === x).length;
    expect(values.every(Number.isInteger)).toBe(true);
    // P(0) = (1 − a)/(1 + a) with a = e^−ε.
    const a = Math.exp(-0.7);
    expect(count(0) / DRAWS).toBeCloseTo((1 - a) / (1 + a), 2);
    expect(count(1) / count(0)).toBeCloseTo(a, 1);
    expect(count(-1) / count(0)).toBeCloseTo(a, 1);
  });

  it('widens with the sensitivity', () => {
    const narrow = spread(draws((random) => discreteLaplaceNoise({ epsilon: 1 }, random))).deviation;
    const wide = spread(
      draws((random) => discreteLaplaceNoise({ epsilon: 1, sensitivity: 4 }, random)),
    ).deviation;
    expect(wide / narrow).toBeGreaterThan(3.5);
  });

  it('is refused when its size is none', () => {
    const random = createSeededRandom(1);
    for (const size of [0, -1, Number.NaN, Infinity]) {
      expect(() => laplaceNoise(size, random)).toThrow('above 0');
      expect(() => gaussianNoise(size, random)).toThrow('above 0');
      expect(() => discreteLaplaceNoise({ epsilon: size }, random)).toThrow('epsilon');
      expect(() => discreteGaussianNoise(size, random)).toThrow('above 0');
    }
  });

  it.each([0.6, 3])('is discrete Gaussian with deviation %f', (deviation) => {
    const values = draws((random) => discreteGaussianNoise(deviation, random));
    const weight = (x: number) => Math.exp((-x * x) / (2 * deviation ** 2));
    let total = 0;
    for (let x = -30; x <= 30; x++) total += weight(x);
    expect(values.every(Number.isInteger)).toBe(true);
    for (const x of [0, 1, -2]) {
      expect(values.filter((value) => value === x).length / DRAWS).toBeCloseTo(weight(x) / total, 2);
    }
  });
});

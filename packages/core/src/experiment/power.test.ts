import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { powerOfRates, sampleSizeOfMeans, sampleSizeOfRates } from './power.ts';
import { twoProportionTest } from './two-proportion-test.ts';

describe('sample sizes', () => {
  it('runs the examples of the documentation', () => {
    expect(sampleSizeOfRates(0.05, 0.01)).toBe(8158);
    expect(sampleSizeOfMeans(10, 1)).toBe(1570);
  });

  it('are what gives the asked power', () => {
    expect(powerOfRates(0.05, 0.01, { unitsPerArm: 8158 })).toBeCloseTo(0.8, 3);
    const larger = sampleSizeOfRates(0.2, -0.03, { alpha: 0.01, power: 0.9 });
    expect(powerOfRates(0.2, -0.03, { unitsPerArm: larger, alpha: 0.01 })).toBeCloseTo(0.9, 3);
  });

  it('never suffice for no effect', () => {
    expect([sampleSizeOfRates(0.1, 0), sampleSizeOfMeans(1, 0)]).toEqual([Infinity, Infinity]);
    expect(powerOfRates(0.1, 0, { unitsPerArm: 100 })).toBeCloseTo(0.05, 6);
    expect(powerOfRates(0, 0, { unitsPerArm: 100 })).toBe(0.05);
  });

  it('agree with a simulation', () => {
    const random = createSeededRandom(11);
    const count = (rate: number): number => {
      let successes = 0;
      for (let i = 0; i < 600; i++) if (random() < rate) successes++;
      return successes;
    };
    let found = 0;
    for (let run = 0; run < 1_000; run++) {
      const control = { successes: count(0.2), trials: 600 };
      if (twoProportionTest(control, { successes: count(0.26), trials: 600 }).pValue < 0.05) found++;
    }
    expect(Math.abs(found / 1_000 - powerOfRates(0.2, 0.06, { unitsPerArm: 600 }))).toBeLessThan(0.04);
  });
});

import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { bootstrap } from './bootstrap.ts';

const mean = (rows: readonly number[]): number => rows.reduce((sum, x) => sum + x, 0) / rows.length;

describe('bootstrap', () => {
  it('covers the true mean about as often as it claims', () => {
    const random = createSeededRandom(4);
    let covered = 0;
    for (let run = 0; run < 200; run++) {
      const { low, high } = bootstrap(Array.from({ length: 60 }, random), mean, {
        resamples: 200,
        confidence: 0.9,
        seed: run,
      });
      if (low <= 0.5 && 0.5 <= high) covered++;
    }
    expect(covered).toBeGreaterThan(165);
    expect(covered).toBeLessThan(196);
  });

  it('gives the same interval for the same seed', () => {
    expect(bootstrap([1, 2, 3, 4], mean)).toEqual(bootstrap([1, 2, 3, 4], mean));
  });
});

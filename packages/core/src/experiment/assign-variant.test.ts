import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { upperIncompleteGamma } from '../statistics/incomplete-gamma.ts';
import { type Allocation, assignVariant } from './assign-variant.ts';

const AB: Allocation = { id: 'checkout-2', variants: [{ name: 'control' }, { name: 'short' }] };

function tally(allocation: Allocation, units: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i < units; i++) {
    const variant = assignVariant(allocation, `visitor-${i}`) ?? '(out)';
    counts.set(variant, (counts.get(variant) ?? 0) + 1);
  }
  return counts;
}

function chiSquarePValue(observed: readonly number[], expected: readonly number[]): number {
  const chi = observed.reduce(
    (sum, count, i) => sum + (count - (expected[i] ?? 1)) ** 2 / (expected[i] ?? 1),
    0,
  );
  return upperIncompleteGamma((observed.length - 1) / 2, chi / 2);
}

describe('assignVariant', () => {
  it('runs the example of its documentation, and never changes its answers', () => {
    expect(assignVariant(AB, 'visitor-1')).toBe('control');
    expect(Array.from({ length: 8 }, (_, i) => assignVariant(AB, `visitor-${i}`)?.[0]).join('')).toBe(
      'sccsscsc',
    );
  });

  it('splits units as the weights say', () => {
    const weighted = {
      id: 'prices',
      variants: [
        { name: 'a', weight: 1 },
        { name: 'b', weight: 2 },
        { name: 'c', weight: 7 },
      ],
    };
    const counts = tally(weighted, 100_000);
    const observed = ['a', 'b', 'c'].map((name) => counts.get(name) ?? 0);
    expect(chiSquarePValue(observed, [10_000, 20_000, 70_000])).toBeGreaterThan(0.001);
  });

  it('is uniform in nearly every one of 500 experiments', () => {
    let suspicious = 0;
    for (let e = 0; e < 500; e++) {
      const counts = tally({ ...AB, id: `experiment ${e}` }, 1_000);
      const observed = [counts.get('control') ?? 0, counts.get('short') ?? 0];
      if (chiSquarePValue(observed, [500, 500]) < 0.01) suspicious++;
    }
    // 5 are expected by chance; more than 14 would happen in 3 of 10,000 honest runs.
    expect(suspicious).toBeLessThan(15);
  });

  it('assigns two experiments independently', () => {
    let suspicious = 0;
    for (let e = 0; e < 200; e++) {
      const cells = [0, 0, 0, 0];
      for (let i = 0; i < 2_000; i++) {
        const first = assignVariant({ ...AB, id: `first ${e}` }, `u${i}`) === 'short' ? 1 : 0;
        const second = assignVariant({ ...AB, id: `second ${e}` }, `u${i}`) === 'short' ? 2 : 0;
        cells[first + second] = (cells[first + second] ?? 0) + 1;
      }
      if (chiSquarePValue(cells, [500, 500, 500, 500]) < 0.01) suspicious++;
    }
    expect(suspicious).toBeLessThan(9);
  });

  it('lets in the asked share, evenly over the variants', () => {
    const counts = tally({ ...AB, trafficRate: 0.2 }, 50_000);
    expect(counts.get('(out)')).toBeGreaterThan(39_600);
    expect(counts.get('(out)')).toBeLessThan(40_400);
    expect(Math.abs((counts.get('control') ?? 0) - (counts.get('short') ?? 0))).toBeLessThan(400);
  });

  it('keeps everyone where they are when the traffic rises', () => {
    fc.assert(
      fc.property(fc.string(), fc.double({ min: 0, max: 1, noNaN: true }), (unit, rate) => {
        const early = assignVariant({ ...AB, trafficRate: rate }, unit);
        if (early !== undefined) expect(assignVariant(AB, unit)).toBe(early);
      }),
    );
  });

  it('assigns nobody when there is no variant with weight or no traffic', () => {
    expect(assignVariant({ id: 'x', variants: [] }, 'u')).toBeUndefined();
    expect(assignVariant({ id: 'x', variants: [{ name: 'a', weight: 0 }] }, 'u')).toBeUndefined();
    expect(assignVariant({ ...AB, trafficRate: 0 }, 'u')).toBeUndefined();
  });
});

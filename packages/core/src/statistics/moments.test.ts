import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_MOMENTS, mergeMoments, momentsOf, sampleVariance } from './moments.ts';

describe('moments', () => {
  it('has the mean and sample variance of a hand-checked list', () => {
    const moments = momentsOf([2, 4, 4, 4, 5, 5, 7, 9]);
    expect(moments.mean).toBe(5);
    expect(sampleVariance(moments)).toBeCloseTo(32 / 7, 12);
  });

  it('has no variance with fewer than two numbers', () => {
    expect([sampleVariance(EMPTY_MOMENTS), sampleVariance(momentsOf([3]))]).toEqual([0, 0]);
    expect(mergeMoments(EMPTY_MOMENTS, EMPTY_MOMENTS)).toEqual(EMPTY_MOMENTS);
  });

  it('merges to the moments of both lists together', () => {
    const list = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(list, list, (a, b) => {
        const merged = mergeMoments(momentsOf(a), momentsOf(b));
        const whole = momentsOf([...a, ...b]);
        expect(merged.count).toBe(whole.count);
        expect(merged.mean).toBeCloseTo(whole.mean, 8);
        expect(merged.m2).toBeCloseTo(whole.m2, 4);
      }),
    );
  });
});

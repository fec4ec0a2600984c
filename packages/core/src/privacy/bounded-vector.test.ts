import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXTREME_FEATURES, reverseFeatures } from '../models/online-model.contract.ts';
import { boundedVector } from './bounded-vector.ts';

const length = (values: readonly number[]): number => Math.hypot(...values);

describe('boundedVector', () => {
  it('has length 1 and distinct slots, whatever the features', () => {
    const value = fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constant(null), fc.constant(undefined));
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value), fc.integer({ min: 1, max: 12 }), (features, bits) => {
        const { slots, values, names } = boundedVector(features, bits);
        expect(length(values)).toBeCloseTo(1, 9);
        expect(new Set(slots).size).toBe(slots.length);
        expect(names.length).toBe(slots.length);
        expect(slots.every((slot) => slot >= 0 && slot < 2 ** bits)).toBe(true);
      }),
    );
  });

  it.each(EXTREME_FEATURES)('stays finite on extreme features', (features) => {
    expect(boundedVector(features, 8).values.every(Number.isFinite)).toBe(true);
  });

  it('does not care in which order features are named', () => {
    const features = { pages: 7, source: 'mail', member: true, age: undefined, share: -0.02 };
    expect(boundedVector(reverseFeatures(features), 10)).toEqual(boundedVector(features, 10));
  });

  it('tells near numbers apart only finely, and missing from 0', () => {
    const slotsOf = (share: number | undefined) => new Set(boundedVector({ share }, 16).slots);
    expect(slotsOf(0.021)).toEqual(slotsOf(0.022));
    expect(slotsOf(0.021)).not.toEqual(slotsOf(0.3));
    expect(slotsOf(0)).not.toEqual(slotsOf(undefined));
    expect(slotsOf(-5)).not.toEqual(slotsOf(5));
  });
});

import { describe, expect, it } from 'vitest';
import { createCrossedPairs, createFeatureCrosser, MOST_CROSSED } from './cross-features.ts';
import { createFeatureEncoder } from './encode-features.ts';
import { createSparseVector } from './sparse-vector.ts';

const options = { encoding: 'raw', bits: 16, bins: 1, maxColumns: 1 } as const;

function cross(features: Record<string, string | number>) {
  const encoder = createFeatureEncoder(options);
  const plain = createSparseVector('named');
  const crossed = createCrossedPairs('named');
  encoder.encode(encoder.create(), features, plain, 'read');
  createFeatureCrosser(16)(plain, crossed);
  return crossed;
}

describe('createFeatureCrosser', () => {
  it('makes one indicator of each pair of categories, and none of numbers', () => {
    const { size, names } = cross({ a: 'x', b: 'y', c: 'z', price: 7 });
    expect(size).toBe(3);
    expect(names?.slice(0, 3)).toEqual(['a × b', 'a × c', 'b × c']);
  });

  it('does not care which of a pair was named first', () => {
    expect(cross({ a: 'x', b: 'y' }).slots).toEqual(cross({ b: 'y', a: 'x' }).slots);
  });

  it('crosses no more than its bound, whichever way they are named', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`f${i}`, 'x']));
    const forward = cross(many);
    const backward = cross(Object.fromEntries(Object.entries(many).reverse()));
    expect(forward.size).toBe((MOST_CROSSED * (MOST_CROSSED - 1)) / 2);
    expect(forward.slots.slice(0, forward.size)).toEqual(backward.slots.slice(0, backward.size));
  });
});

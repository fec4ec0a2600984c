import { describe, expect, it } from 'vitest';
import type { Features } from '../models/online-model.ts';
import { createFeatureEncoder, type EncoderOptions } from './encode-features.ts';
import { createSparseVector } from './sparse-vector.ts';

const binned: EncoderOptions = { encoding: 'binned', bits: 18, bins: 4, maxColumns: 2 };

/** What one input becomes after the encoder has learned others: slot → value, by name. */
function encode(options: EncoderOptions, learned: readonly Features[], input: Features) {
  const encoder = createFeatureEncoder(options);
  const state = encoder.create();
  const vector = createSparseVector('named');
  for (const features of learned) encoder.encode(state, features, vector, 'learn');
  encoder.encode(state, input, vector, 'read');
  return Array.from({ length: vector.size }, (_, i) => ({
    name: vector.names?.[i],
    slot: vector.slots[i],
    value: vector.values[i],
  }));
}

describe('encodeFeatures', () => {
  it('ends with a bias of 1', () => {
    expect(encode(binned, [], {})).toEqual([{ name: '(bias)', slot: 0, value: 1 }]);
  });

  it('gives equal categories equal slots, and others others', () => {
    const slotOf = (value: string) => encode(binned, [], { month: value })[0]?.slot;
    expect(slotOf('May')).toBe(slotOf('May'));
    expect(slotOf('May')).not.toBe(slotOf('June'));
  });

  it('marks what is missing, and keeps that apart from 0', () => {
    const [missing] = encode(binned, [], { age: null });
    expect(missing?.value).toBe(1);
    for (const other of [undefined, Number.NaN])
      expect(encode(binned, [], { age: other })[0]).toEqual(missing);
    expect(encode({ ...binned, encoding: 'raw' }, [], { age: 0 })[0]?.slot).not.toBe(missing?.slot);
  });

  it('leaves numbers as they are when raw', () => {
    expect(encode({ ...binned, encoding: 'raw' }, [], { age: 41 })[0]?.value).toBe(41);
  });

  it('scales a number by what it has seen, and marks its quantile bin', () => {
    const seen = Array.from({ length: 64 }, (_, i) => ({ pages: i }));
    const [scaledHigh, binHigh] = encode(binned, seen, { pages: 60 });
    const [scaledLow, binLow] = encode(binned, seen, { pages: 1 });
    expect(scaledHigh?.value).toBeGreaterThan(0.5);
    expect(scaledLow?.value).toBeLessThan(-0.5);
    expect(scaledHigh?.slot).toBe(scaledLow?.slot);
    expect(binHigh?.slot).not.toBe(binLow?.slot);
  });

  it('does not learn when it only reads', () => {
    const encoder = createFeatureEncoder(binned);
    const state = encoder.create();
    encoder.encode(state, { pages: 3 }, createSparseVector('named'), 'read');
    expect(state).toEqual(encoder.create());
  });

  it('gives no column to more numbers than it may keep, and encodes them all the same', () => {
    const encoder = createFeatureEncoder(binned);
    const state = encoder.create();
    const vector = createSparseVector('named');
    encoder.encode(state, { a: 1, b: 2, c: 3 }, vector, 'learn');
    expect(state.columns.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(vector.names?.slice(0, vector.size)).toContain('c');
  });

  it('reads names that objects have of their own without harm', () => {
    const names = encode(binned, [], { constructor: 'x', ['__proto__']: 'y' }).map(({ name }) => name);
    expect(names).toEqual(['constructor', '__proto__', '(bias)']);
  });
});

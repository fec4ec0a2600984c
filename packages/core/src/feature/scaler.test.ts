import { describe, expect, it } from 'vitest';
import { createScaler } from './scaler.ts';
import { describeTransformer } from './transformer.contract.ts';

describeTransformer(createScaler(), { maxStateChars: 40_000 });

describe('createScaler', () => {
  it('scales by mean and deviation on the log scale, as scikit-learn does after log1p', () => {
    const scaler = createScaler();
    const state = scaler.create();
    for (const x of [0, 1, 3, 7]) scaler.learnOne(state, { x });
    // StandardScaler().fit(log1p([[0], [1], [3], [7]])).transform(log1p([[3]])): (2 − 1.5)/√1.25 in logarithms to base 2.
    expect(scaler.transformOne(state, { x: 3 }).x).toBeCloseTo(0.5 / Math.sqrt(1.25), 12);
  });

  it('leaves what is no number as it is, and calls an unknown number average', () => {
    const scaler = createScaler();
    const input = { shop: 'a', member: true, age: null, new: 12 };
    expect({ ...scaler.transformOne(scaler.create(), input) }).toEqual({ ...input, new: 0 });
  });
});

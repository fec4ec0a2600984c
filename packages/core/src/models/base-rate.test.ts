import { describe, expect, it } from 'vitest';
import { createBaseRate } from './base-rate.ts';
import { describeOnlineModel } from './online-model.contract.ts';

const rate = createBaseRate();
describeOnlineModel({
  model: rate,
  example: (_, random) => ({ input: undefined, label: random() < 0.3 }),
  extremes: [{ input: undefined, label: Number.MAX_VALUE }],
  novel: (index) => ({ input: index, label: true }),
  novelCount: 1000,
  maxStateChars: 100,
  explain: (state, input) => rate.explainOne(state, input),
});

describe('createBaseRate', () => {
  it('counts from one half, the example of its documentation', () => {
    const model = createBaseRate({ predictBy: 'all' });
    const state = model.create();
    for (const label of [true, false, false, false]) model.learnOne(state, undefined, label);
    expect(model.predictOne(state, undefined)).toBeCloseTo(2 / 6, 12);
  });

  it('forgets half of the past in one half-life', () => {
    const model = createBaseRate({ halfLife: 10 });
    const state = model.create();
    for (let i = 0; i < 1000; i++) model.learnOne(state, undefined, false);
    const before = model.predictOne(state, undefined);
    for (let i = 0; i < 10; i++) model.learnOne(state, undefined, true);
    expect(model.predictOne(state, undefined)).toBeCloseTo(1 - (1 - before) / 2, 10);
  });
});

import { describe, expect, it } from 'vitest';
import { createBaseRate } from '../models/base-rate.ts';
import type { OnlineModel } from '../models/online-model.ts';
import { runPrequential } from './prequential.ts';

/** Predicts how many labels it has learned, and keeps them. */
const recorder: OnlineModel<string[], string, number, string> = {
  name: 'recorder',
  version: 1,
  create: () => [],
  predictOne: (state) => state.length,
  learnOne(state, input, label) {
    state.push(`${input}=${label}`);
    return state;
  },
};

describe('runPrequential', () => {
  it('predicts each example before it learns it', () => {
    const stream = [true, true, false].map((label) => ({ input: undefined, label }));
    const { scored } = runPrequential(createBaseRate({ predictBy: 'all' }), stream);
    expect(scored.map(({ prediction }) => prediction)).toEqual([
      0.5,
      expect.closeTo(2 / 3),
      expect.closeTo(0.75),
    ]);
  });

  it('learns a label only once it is known, in the order in which labels mature', () => {
    const { scored, state } = runPrequential(recorder, [
      { input: 'a', label: 'late', at: 0, labelAt: 30 },
      { input: 'b', label: 'soon', at: 10, labelAt: 15 },
      { input: 'c', label: 'now', at: 20 },
      { input: 'd', label: 'now', at: 40 },
    ]);
    expect(scored.map(({ prediction }) => prediction)).toEqual([0, 0, 1, 3]);
    expect(state).toEqual(['b=soon', 'c=now', 'a=late', 'd=now']);
  });

  it('scores but never learns what matures after the end', () => {
    const { scored, state } = runPrequential(recorder, [{ input: 'a', label: 'x', at: 0, labelAt: 99 }]);
    expect(scored).toEqual([{ prediction: 0, label: 'x' }]);
    expect(state).toEqual([]);
  });

  it('keeps the order of thousands of labels that wait equally long', () => {
    const stream = Array.from({ length: 5000 }, (_, i) => ({
      input: `${i}`,
      label: '',
      at: i,
      labelAt: i + 100,
    }));
    const { state } = runPrequential(recorder, stream);
    expect(state).toEqual(Array.from({ length: 4900 }, (_, i) => `${i}=`));
  });
});

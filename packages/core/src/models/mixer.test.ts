import { describe, expect, it } from 'vitest';
import { logLossOne } from '../evaluate/log-loss.ts';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { createMixer, type MixerInput } from './mixer.ts';
import { describeOnlineModel } from './online-model.contract.ts';

const experts = ['a', 'b', 'c'];
const mixer = createMixer({ experts, contexts: 2 });

describeOnlineModel<ReturnType<typeof mixer.create>, MixerInput, number, boolean | number>({
  model: mixer,
  example: (_, random) => {
    const label = random() < 0.4;
    return { input: { scores: [label ? 1 : -1, random() - 0.5, 0], context: random() < 0.5 ? 0 : 1 }, label };
  },
  extremes: [
    { input: { scores: [Number.MAX_VALUE, -Number.MAX_VALUE, 0] }, label: true },
    { input: { scores: [] }, label: false },
    { input: { scores: [1, 2, 3], context: 99 }, label: true },
    { input: { scores: [1, 2, 3], context: -1 }, label: true },
  ],
  novel: (index) => ({ input: { scores: [index, 0, 0], context: index }, label: true }),
  novelCount: 1000,
  maxStateChars: 1000,
  explain: (state, input) => mixer.explainOne(state, input),
});

describe('createMixer', () => {
  it('begins with the mean of its experts', () => {
    expect(mixer.score(mixer.create(), { scores: [3, 0, -1.5] })).toBeCloseTo(0.5, 12);
  });

  it('steps against the gradient of the log loss (finite differences)', () => {
    const state = mixer.create();
    const input = { scores: [1.2, -0.4, 3] };
    mixer.learnOne(state, input, false);
    const before = structuredClone(state);
    mixer.learnOne(state, input, true);
    for (let i = 0; i <= experts.length; i++) {
      const loss = (by: number): number => {
        const moved = structuredClone(before);
        moved.weights[i] = (moved.weights[i] ?? 0) + by;
        return logLossOne(true, mixer.predictOne(moved, input));
      };
      const numeric = (loss(1e-5) - loss(-1e-5)) / 2e-5;
      // AdaGrad adds the squared gradient, and moves against its sign.
      const size = Math.sqrt((state.squares[i] ?? 0) - (before.squares[i] ?? 0));
      expect(Math.sign((before.weights[i] ?? 0) - (state.weights[i] ?? 0)) * size).toBeCloseTo(numeric, 6);
    }
  });

  it('learns the example of its documentation', () => {
    const two = createMixer({ experts: ['right', 'wrong'] });
    const state = two.create();
    for (let i = 0; i < 500; i++) two.learnOne(state, { scores: [2, -1] }, true);
    for (let i = 0; i < 500; i++) two.learnOne(state, { scores: [-2, -1] }, false);
    expect(two.predictOne(state, { scores: [2, -1] })).toBeGreaterThan(0.85);
  });

  it('does about as well as the best of its experts, whichever that is', () => {
    const random = createSeededRandom(5);
    const state = mixer.create();
    let mixed = 0;
    let best = 0;
    for (let i = 0; i < 5000; i++) {
      const truth = random() < 0.5 ? 1.5 : -1.5;
      const label = random() < 1 / (1 + Math.exp(-truth));
      const input = { scores: [random() * 4 - 2, truth, -truth] };
      mixed += logLossOne(label, mixer.predictOne(state, input));
      best += logLossOne(label, 1 / (1 + Math.exp(-truth)));
      mixer.learnOne(state, input, label);
    }
    expect(mixed / 5000).toBeLessThan(best / 5000 + 0.02);
  });

  it('keeps one set of weights for each context', () => {
    const state = mixer.create();
    for (let i = 0; i < 1000; i++) {
      mixer.learnOne(state, { scores: [1, 0, 0], context: 0 }, true);
      mixer.learnOne(state, { scores: [1, 0, 0], context: 1 }, false);
    }
    expect(mixer.predictOne(state, { scores: [1, 0, 0], context: 0 })).toBeGreaterThan(0.7);
    expect(mixer.predictOne(state, { scores: [1, 0, 0], context: 1 })).toBeLessThan(0.4);
  });
});

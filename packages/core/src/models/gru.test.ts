import { describe, expect, it } from 'vitest';
import { createGru, gruGradient, runGru } from './gru.ts';
import { describeOnlineModel } from './online-model.contract.ts';
import { sequenceModelSubject } from './symbol-sequences.fixture.ts';

const shape = { symbols: 4, hidden: 3 };

describe('gru', () => {
  it('has the gradient that finite differences give, for every weight', () => {
    const { weights } = createGru({ ...shape, seed: 5 }).create();
    const history = [0, 3, 1, 1];
    const gradient = gruGradient(weights, history, 2, shape);
    const lossOf = (changed: readonly number[]): number =>
      -Math.log(runGru(changed, history, shape).probabilities[2] ?? 0);
    const h = 1e-5;
    for (const [i, weight] of weights.entries()) {
      const up = lossOf(weights.with(i, weight + h));
      const down = lossOf(weights.with(i, weight - h));
      expect(gradient[i]).toBeCloseTo((up - down) / (2 * h), 7);
    }
  });

  it('remembers what a first-order model cannot see', () => {
    const model = createGru({ symbols: 3, learningRate: 0.1 });
    const state = model.create();
    // After [0, 2] comes 0, after [1, 2] comes 1.
    for (let i = 0; i < 2000; i += 1) model.learnOne(state, [i % 2, 2], i % 2);
    expect(model.predictOne(state, [0, 2])[0]).toBeGreaterThan(0.9);
    expect(model.predictOne(state, [1, 2])[1]).toBeGreaterThan(0.9);
  });

  it('does what its example says', () => {
    const model = createGru({ symbols: 3 });
    const state = model.create();
    for (let i = 0; i < 300; i += 1) model.learnOne(state, [i % 2], 1 - (i % 2));
    expect(model.predictOne(state, [0])[1]).toBeGreaterThan(0.9);
  });
});

describeOnlineModel(
  sequenceModelSubject(createGru({ symbols: 4, hidden: 4, steps: 4 }), {
    symbols: 4,
    novelCount: 5_000,
    maxStateChars: 20_000,
  }),
);

import { describe, expect, it } from 'vitest';
import { learnOutcome } from './learn-outcome.fixture.ts';
import { createLinearSvm, createLinearSvmLearner } from './linear-svm.ts';
import { featureModelSubject } from './mixed-features.fixture.ts';
import { describeOnlineModel } from './online-model.contract.ts';

describeOnlineModel(featureModelSubject(createLinearSvm(), { maxStateChars: 3_000_000 }));

describe('createLinearSvmLearner', () => {
  it('takes the first step as worked out by hand', () => {
    const learner = createLinearSvmLearner({ lambda: 0.01, bits: 1 });
    const state = learner.create();
    learnOutcome(learner, state, {
      input: {
        size: 2,
        slots: Int32Array.from([0, 1]),
        values: Float64Array.from([1, -2]),
        names: ['a', 'b'],
      },
      label: 1,
    });
    // η = 1/(0.01·(1 + 1/(0.01·0.1))) = 100/1001, below (1 − 0)/|x|² = 0.2; w = η·x.
    const step = 100 / 1001;
    expect((state.direction[0] ?? 0) * state.scale).toBeCloseTo(step, 12);
    expect((state.direction[1] ?? 0) * state.scale).toBeCloseTo(-2 * step, 12);
  });

  it('steps against the gradient of the regularised hinge loss (finite differences)', () => {
    const lambda = 0.01;
    const learner = createLinearSvmLearner({ lambda, bits: 1 });
    const state = learner.create();
    const input = {
      size: 2,
      slots: Int32Array.from([0, 1]),
      values: Float64Array.from([0.1, -0.2]),
      names: ['a', 'b'],
    };
    learnOutcome(learner, state, { input, label: 1 });
    const weights = (from: typeof state): number[] => from.direction.map((weight) => weight * from.scale);
    const before = weights(state);
    learnOutcome(learner, state, { input, label: 0 });
    const step = 1 / (lambda * (2 + 1 / (lambda * 0.1)));
    for (const slot of [0, 1]) {
      const loss = (by: number): number => {
        const moved = before.with(slot, (before[slot] ?? 0) + by);
        const margin = moved.reduce((sum, weight, i) => sum + weight * (input.values[i] ?? 0), 0);
        return (
          (lambda / 2) * moved.reduce((sum, weight) => sum + weight * weight, 0) + Math.max(0, 1 + margin)
        );
      };
      const moved = (before[slot] ?? 0) - (weights(state)[slot] ?? 0);
      expect(moved / step).toBeCloseTo((loss(1e-6) - loss(-1e-6)) / 2e-6, 6);
    }
  });

  it('only shrinks where the margin is wide enough already', () => {
    const learner = createLinearSvmLearner({ bits: 1 });
    const state = learner.create();
    const input = { size: 1, slots: Int32Array.from([0]), values: Float64Array.from([1]), names: ['a'] };
    state.direction[0] = 2;
    learnOutcome(learner, state, { input, label: 1 });
    expect(state.direction[0]).toBe(2);
    expect(state.scale).toBeLessThan(1);
  });
});

describe('createLinearSvm', () => {
  it('learns the example of its documentation', () => {
    const model = createLinearSvm();
    const state = model.create();
    for (let i = 0; i < 2000; i++) model.learnOne(state, { plan: i % 2 ? 'pro' : 'free' }, i % 2 === 1);
    expect(model.predictOne(state, { plan: 'pro' })).toBeGreaterThan(0.8);
  });
});

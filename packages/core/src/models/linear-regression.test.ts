import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { learnOutcome } from './learn-outcome.fixture.ts';
import { createLinearRegression, createLinearRegressionLearner } from './linear-regression.ts';
import { featureModelSubject } from './mixed-features.fixture.ts';
import { describeOnlineModel } from './online-model.contract.ts';

describeOnlineModel(featureModelSubject(createLinearRegression(), { maxStateChars: 3_000_000 }));
describeOnlineModel(
  featureModelSubject(createLinearRegression({ encoding: 'raw' }), {
    maxStateChars: 3_000_000,
    novelCount: 100,
  }),
);

describe('createLinearRegressionLearner', () => {
  it('multiplies the gradient by the feature: the textbook update', () => {
    const learner = createLinearRegressionLearner({ rate: 0.1, bits: 1 });
    const state = learner.create();
    const input = {
      size: 2,
      slots: Int32Array.from([0, 1]),
      values: Float64Array.from([2, -1]),
      names: ['a', 'b'],
    };
    learnOutcome(learner, state, { input, label: 3 });
    // w = 0, error = −3: w += 0.1 · 3 · x.
    expect(state.weights).toEqual([expect.closeTo(0.6, 12), expect.closeTo(-0.3, 12)]);
    learnOutcome(learner, state, { input, label: 3 });
    // error = (0.6·2 + 0.3) − 3 = −1.5.
    expect(state.weights).toEqual([expect.closeTo(0.9, 12), expect.closeTo(-0.45, 12)]);
  });

  it('steps against the gradient of half the squared error (finite differences)', () => {
    const learner = createLinearRegressionLearner({ rate: 0.01, bits: 2 });
    const state = learner.create();
    const input = {
      size: 3,
      slots: Int32Array.from([0, 1, 2]),
      values: Float64Array.from([1, -0.5, 2]),
      names: ['a', 'b', 'c'],
    };
    learnOutcome(learner, state, { input, label: 1 });
    const before = [...state.weights];
    learnOutcome(learner, state, { input, label: -3 });
    for (const slot of [0, 1, 2]) {
      const loss = (by: number): number => {
        const weights = before.with(slot, (before[slot] ?? 0) + by);
        return 0.5 * (learner.score({ weights, boost: 1 }, input) + 3) ** 2;
      };
      const moved = (before[slot] ?? 0) - (state.weights[slot] ?? 0);
      expect(moved / 0.01).toBeCloseTo((loss(1e-5) - loss(-1e-5)) / 2e-5, 6);
    }
  });

  it('never overshoots its own example', () => {
    const learner = createLinearRegressionLearner({ rate: 10, bits: 1 });
    const state = learner.create();
    const input = { size: 1, slots: Int32Array.from([0]), values: Float64Array.from([1e6]), names: ['a'] };
    learnOutcome(learner, state, { input, label: 7 });
    expect(learner.score(state, input)).toBeCloseTo(7, 9);
  });
});

describe('createLinearRegression', () => {
  it('learns the example of its documentation', () => {
    const model = createLinearRegression();
    const state = model.create();
    for (let i = 0; i < 400; i++) model.learnOne(state, { plan: i % 2 ? 'pro' : 'free' }, i % 2 ? 30 : 5);
    expect(model.predictOne(state, { plan: 'pro' })).toBeCloseTo(30, 0);
  });

  it('finds the weights that made the data, on raw numbers', () => {
    const random = createSeededRandom(1);
    const model = createLinearRegression({ encoding: 'raw', rate: 0.05 });
    const state = model.create();
    for (let i = 0; i < 5000; i++) {
      const [a, b] = [random() - 0.5, random() - 0.5];
      model.learnOne(state, { a, b }, 2 * a - 3 * b + 1);
    }
    const { contributions } = model.explainOne(state, { a: 1, b: 1 });
    const amounts = Object.fromEntries(contributions.map(({ name, amount }) => [name, amount]));
    expect(amounts.a).toBeCloseTo(2, 3);
    expect(amounts.b).toBeCloseTo(-3, 3);
    expect(amounts['(bias)']).toBeCloseTo(1, 3);
  });
});

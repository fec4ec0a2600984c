import { describe, expect, it } from 'vitest';
import { logLossOne } from '../evaluate/log-loss.ts';
import { learnOutcome } from './learn-outcome.fixture.ts';
import { sigmoid } from './log-odds.ts';
import { createLogisticLearner, createLogisticRegression } from './logistic-regression.ts';
import { featureModelSubject } from './mixed-features.fixture.ts';
import { describeOnlineModel } from './online-model.contract.ts';
import { sparseVector } from './sparse-vector.fixture.ts';

const bounds = { maxStateChars: 3_000_000 };
/** The table of weights is the same: a tenth of the names fills it. */
const fewer = { ...bounds, novelCount: 100 };
describeOnlineModel(featureModelSubject(createLogisticRegression(), bounds));
describeOnlineModel(
  featureModelSubject(createLogisticRegression({ optimiser: 'sgd', encoding: 'raw' }), fewer),
);
describeOnlineModel(
  featureModelSubject(createLogisticRegression({ predictBy: 'average', l1: 1e-4, l2: 1e-4 }), fewer),
);

const input = sparseVector([0, 1, 2], [1, -0.5, 2], ['a', 'b', 'c']);

describe('createLogisticLearner', () => {
  it('steps against the gradient of the log loss (finite differences)', () => {
    const learner = createLogisticLearner({ optimiser: 'sgd', rate: 1e-3, bits: 2 });
    const state = learner.create();
    [0.3, -0.2, 0.1].forEach((weight, i) => {
      state.weights[i] = weight;
    });
    const loss = (slot: number, by: number): number => {
      const moved = structuredClone(state);
      moved.weights[slot] = (moved.weights[slot] ?? 0) + by;
      return logLossOne(1, sigmoid(learner.score(moved, input)));
    };
    const gradients = [0, 1, 2].map((slot) => (loss(slot, 1e-6) - loss(slot, -1e-6)) / 2e-6);
    const before = [...state.weights];
    learnOutcome(learner, state, { input, label: 1 });
    gradients.forEach((gradient, slot) => {
      expect(((before[slot] ?? 0) - (state.weights[slot] ?? 0)) / 1e-3).toBeCloseTo(gradient, 7);
    });
  });

  it('predicts by the mean of the weights after each update', () => {
    const options = { optimiser: 'sgd', rate: 0.5, bits: 2 } as const;
    const last = createLogisticLearner(options);
    const average = createLogisticLearner({ ...options, predictBy: 'average' });
    const [lastState, averageState] = [last.create(), average.create()];
    const scores: number[] = [];
    for (const label of [1, 1, 0, 1, 0]) {
      learnOutcome(last, lastState, { input, label });
      learnOutcome(average, averageState, { input, label });
      scores.push(last.score(lastState, input));
    }
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    expect(average.score(averageState, input)).toBeCloseTo(mean, 12);
  });

  it('keeps weights smaller under L2, and useless ones at 0 under L1', () => {
    const learn = (options: object): number[] => {
      const learner = createLogisticLearner({ bits: 2, ...options });
      const state = learner.create();
      for (let i = 0; i < 500; i++)
        learnOutcome(learner, state, {
          input: sparseVector([0, 1, 2], [i % 2 ? 1 : -1, i % 4 < 2 ? 1 : -1, 0]),
          label: i % 2,
        });
      return state.weights;
    };
    expect(learn({ l2: 0.05 })[0]).toBeLessThan((learn({})[0] ?? 0) / 1.2);
    expect(learn({ l1: 0.2 })[1]).toBe(0);
    expect(learn({ l1: 0.2 })[0]).toBeGreaterThan(0);
  });

  it('learns faster for a while after its rate was raised, then as before', () => {
    const learner = createLogisticLearner({ optimiser: 'sgd', bits: 2 });
    const state = learner.create();
    learner.raiseRate(state, 2);
    expect(state.boost).toBe(2);
    for (let i = 0; i < 500; i++) learnOutcome(learner, state, { input, label: i % 2 });
    expect(state.boost).toBeCloseTo(1.5, 6);
  });
});

describe('createLogisticRegression', () => {
  it('learns the example of its documentation', () => {
    const model = createLogisticRegression({ optimiser: 'sgd' });
    const state = model.create();
    for (let i = 0; i < 100; i++) model.learnOne(state, { plan: i % 2 ? 'pro' : 'free' }, i % 2 === 1);
    expect(model.predictOne(state, { plan: 'pro' })).toBeGreaterThan(0.8);
  });
});

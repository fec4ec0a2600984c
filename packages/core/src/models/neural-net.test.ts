import { describe, expect, it } from 'vitest';
import { logLossOne } from '../evaluate/log-loss.ts';
import { learnOutcome } from './learn-outcome.fixture.ts';
import { sigmoid } from './log-odds.ts';
import { featureModelSubject } from './mixed-features.fixture.ts';
import { createNeuralNet, createNeuralNetLearner } from './neural-net.ts';
import { describeOnlineModel } from './online-model.contract.ts';
import { sparseVector } from './sparse-vector.fixture.ts';

describeOnlineModel(featureModelSubject(createNeuralNet(), { maxStateChars: 3_000_000 }));

const input = sparseVector([0, 1, 2], [1, -0.5, 2], ['a', 'b', 'c']);

describe('createNeuralNetLearner', () => {
  it('steps against the gradient of the log loss in every weight (finite differences)', () => {
    const [hidden, rate] = [3, 0.05];
    const learner = createNeuralNetLearner({ hidden, bits: 2, rate });
    const state = learner.create();
    for (const label of [1, 0, 1]) learnOutcome(learner, state, { input, label });
    const before = structuredClone(state);
    learnOutcome(learner, state, { input, label: 0 });
    // AdaGrad divides by the root of the squares of the weight's row; an output weight is a row of its own.
    for (const [weights, squares, perRow] of [
      ['inputs', 'inputSquares', hidden],
      ['outputs', 'outputSquares', 1],
    ] as const) {
      before[weights].forEach((weight, i) => {
        const loss = (by: number): number => {
          const moved = structuredClone(before);
          moved[weights][i] = weight + by;
          return logLossOne(0, sigmoid(learner.score(moved, input)));
        };
        const numeric = (loss(1e-5) - loss(-1e-5)) / 2e-5;
        const moved = weight - (state[weights][i] ?? 0);
        const root = Math.sqrt(state[squares][Math.floor(i / perRow)] ?? 0);
        expect((moved * root) / rate).toBeCloseTo(numeric, 6);
      });
    }
  });

  it('shares rows when there are more slots than rows', () => {
    const learner = createNeuralNetLearner({ hidden: 2, bits: 6, maxRows: 4 });
    const state = learner.create();
    for (let slot = 0; slot < 64; slot++)
      learnOutcome(learner, state, {
        input: sparseVector([slot], [1]),
        label: 1,
      });
    expect(state.inputs.length).toBe(8);
    expect(Math.max(...state.rowOf)).toBe(4);
  });

  it('says nothing of slots it has never seen', () => {
    const learner = createNeuralNetLearner({ bits: 2 });
    expect(learner.score(learner.create(), input)).toBe(0);
  });
});

describe('createNeuralNet', () => {
  it('learns exclusive or, the example of its documentation', () => {
    const model = createNeuralNet();
    const state = model.create();
    for (let i = 0; i < 6000; i++) {
      const [a, b] = [i % 2 === 0, i % 3 === 0];
      model.learnOne(state, { a, b }, a !== b);
    }
    expect(model.predictOne(state, { a: true, b: false })).toBeGreaterThan(0.8);
    expect(model.predictOne(state, { a: true, b: true })).toBeLessThan(0.2);
  });

  it('gives another seed other first weights', () => {
    const learn = (seed: number): number => {
      const model = createNeuralNet({ seed });
      const state = model.create();
      model.learnOne(state, { a: 'x' }, true);
      return model.predictOne(state, { a: 'x' });
    };
    expect(learn(1)).toBe(learn(1));
    expect(learn(1)).not.toBe(learn(2));
  });
});

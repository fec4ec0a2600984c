import { describe, expect, it } from 'vitest';
import { logLossOne } from '../evaluate/log-loss.ts';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { createCalibration } from './calibration.ts';
import { sigmoid } from './log-odds.ts';
import { describeOnlineModel } from './online-model.contract.ts';

const model = createCalibration();

describeOnlineModel({
  model,
  example: (_, random) => ({ input: random() * 6 - 3, label: random() < 0.5 }),
  extremes: [1e308, -1e308, 0, 1e-308].map((input) => ({ input, label: true })),
  novel: (index) => ({ input: index, label: index % 2 === 0 }),
  novelCount: 1000,
  maxStateChars: 200,
  explain: (state, input) => model.explainOne(state, input),
});

describe('createCalibration', () => {
  it('begins as the identity', () => {
    expect(model.predictOne(model.create(), 1.2)).toBeCloseTo(sigmoid(1.2), 12);
  });

  it('steps against the gradient of the log loss (finite differences)', () => {
    const state = model.create();
    model.learnOne(state, 1.5, false);
    const before = { ...state };
    model.learnOne(state, 1.5, true);
    for (const [part, squares] of [
      ['slope', 'slopeSquares'],
      ['intercept', 'interceptSquares'],
    ] as const) {
      const loss = (by: number): number =>
        logLossOne(true, model.predictOne({ ...before, [part]: before[part] + by }, 1.5));
      const size = Math.sqrt(state[squares] - before[squares]);
      expect(Math.sign(before[part] - state[part]) * size).toBeCloseTo((loss(1e-5) - loss(-1e-5)) / 2e-5, 6);
    }
  });

  it('learns the example of its documentation', () => {
    const state = model.create();
    for (let i = 0; i < 2000; i++) model.learnOne(state, 3, i % 2 === 0);
    expect(model.predictOne(state, 3)).toBeCloseTo(0.5, 1);
  });

  it('halves the log-odds of a model that is twice too sure', () => {
    const random = createSeededRandom(2);
    const state = model.create();
    for (let i = 0; i < 20_000; i++) {
      const truth = random() * 4 - 2;
      model.learnOne(state, 2 * truth, random() < sigmoid(truth));
    }
    expect(state.slope).toBeCloseTo(0.5, 1);
    expect(state.intercept).toBeCloseTo(0, 0);
  });
});

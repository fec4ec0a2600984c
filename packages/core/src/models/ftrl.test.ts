import { describe, expect, it } from 'vitest';
import { logLossOne } from '../evaluate/log-loss.ts';
import type { SparseVector } from '../feature/sparse-vector.ts';
import { createFtrlLearner, createFtrlModel } from './ftrl.ts';
import { learnOutcome } from './learn-outcome.fixture.ts';
import { sigmoid } from './log-odds.ts';
import { featureModelSubject } from './mixed-features.fixture.ts';
import { describeOnlineModel } from './online-model.contract.ts';
import { sparseVector } from './sparse-vector.fixture.ts';

describeOnlineModel(featureModelSubject(createFtrlModel(), { maxStateChars: 3_000_000 }));

const one = (value: number): SparseVector => sparseVector([0], [value]);

describe('createFtrlLearner', () => {
  it('takes the first two steps as worked out by hand', () => {
    const learner = createFtrlLearner({ rate: 0.1, smoothing: 1, l2: 0, bits: 1 });
    const state = learner.create();
    learnOutcome(learner, state, { input: one(1), label: 1 });
    // g = 0.5 − 1; z = g as w was 0; √Σg² = 0.5; w = −z·α/(β + 0.5).
    const first = (0.5 * 0.1) / 1.5;
    expect(learner.score(state, one(1))).toBeCloseTo(first, 12);

    learnOutcome(learner, state, { input: one(1), label: 1 });
    const gradient = 1 / (1 + Math.exp(-first)) - 1;
    const root = Math.sqrt(0.25 + gradient ** 2);
    const z = -0.5 + gradient - ((root - 0.5) / 0.1) * first;
    expect(learner.score(state, one(1))).toBeCloseTo((-z * 0.1) / (1 + root), 12);
  });

  it('adds the gradient of the log loss to its sums (finite differences)', () => {
    const learner = createFtrlLearner({ l2: 0, bits: 2 });
    const state = learner.create();
    const slots = [0, 1, 2];
    const input = sparseVector(slots, [1, -0.5, 2]);
    for (const label of [1, 0, 1]) learnOutcome(learner, state, { input, label });
    const score = learner.score(state, input);
    const before = [...state.cells];
    learnOutcome(learner, state, { input, label: 0 });
    slots.forEach((slot, i) => {
      // A weight moved by `by` moves the score by that times its feature.
      const loss = (by: number): number => logLossOne(0, sigmoid(score + by * (input.values[i] ?? 0)));
      const root = (cells: readonly number[]): number => cells[2 * slot + 1] ?? 0;
      const size = Math.sqrt(root(state.cells) ** 2 - root(before) ** 2);
      expect(Math.sign(input.values[i] ?? 0) * size).toBeCloseTo((loss(1e-5) - loss(-1e-5)) / 2e-5, 6);
    });
  });

  it('keeps the weight of a useless feature at exactly 0 under L1', () => {
    const learner = createFtrlLearner({ l1: 2, bits: 1 });
    const state = learner.create();
    const both = (x: number, y: number): SparseVector => sparseVector([0, 1], [x, y]);
    for (let i = 0; i < 400; i++) {
      const noise = i % 4 < 2 ? 1 : -1;
      learnOutcome(learner, state, { input: both(i % 2 ? 1 : -1, noise), label: i % 2 });
    }
    expect(learner.score(state, both(0, 1))).toBe(0);
    expect(learner.score(state, both(1, 0))).toBeGreaterThan(0.5);
  });

  it('raises its rate without moving a weight', () => {
    const learner = createFtrlLearner({ l1: 0.1, bits: 1 });
    const calm = learner.create();
    for (let i = 0; i < 200; i++) learnOutcome(learner, calm, { input: one(1), label: 1 });
    const raised = structuredClone(calm);
    learner.raiseRate(raised, 2);
    const before = learner.score(calm, one(1));
    expect(learner.score(raised, one(1))).toBeCloseTo(before, 10);
    learnOutcome(learner, calm, { input: one(1), label: 0 });
    learnOutcome(learner, raised, { input: one(1), label: 0 });
    const [small, large] = [before - learner.score(calm, one(1)), before - learner.score(raised, one(1))];
    expect(large / small).toBeGreaterThan(1.4);
  });
});

describe('createFtrlModel', () => {
  it('learns the example of its documentation', () => {
    const model = createFtrlModel();
    const state = model.create();
    for (let i = 0; i < 50; i++) {
      model.learnOne(state, { pages: 12, source: 'mail' }, true);
      model.learnOne(state, { pages: 1, source: 'ad' }, false);
    }
    expect(model.predictOne(state, { pages: 12, source: 'mail' })).toBeGreaterThan(0.9);
    expect(model.predictOne(state, { pages: 1, source: 'ad' })).toBeLessThan(0.15);
  });
});

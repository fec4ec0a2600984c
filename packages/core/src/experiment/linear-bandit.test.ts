import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { createLinearBandit } from './linear-bandit.ts';

describe('createLinearBandit', () => {
  it('runs the example of its documentation', () => {
    const bandit = createLinearBandit({ arms: ['video', 'text'] });
    const state = bandit.create();
    bandit.learnOne(state, { device: 'phone' }, { arm: 'video', reward: 1 });
    expect((bandit.predictOne(state, { device: 'phone' }).video ?? 0) > 0.5).toBe(true);
  });

  it('is ridge regression: one example of x = (1, 1), r = 1 gives θ = (1/3, 1/3)', () => {
    const bandit = createLinearBandit({ arms: ['a'], dimensions: 2 });
    const state = bandit.learnOne(bandit.create(), { x: 1 }, { arm: 'a', reward: 1 });
    expect(bandit.predictOne(state, { x: 1 }).a).toBeCloseTo(2 / 3, 12);
    expect(state.arms.a?.inverse[0]).toBeCloseTo(2 / 3, 12);
    expect(state.arms.a?.inverse[1]).toBeCloseTo(-1 / 3, 12);
  });

  it.each(['thompson', 'ucb'] as const)('learns by %s which arm suits whom', (exploration) => {
    const bandit = createLinearBandit({ arms: ['video', 'text'], exploration });
    const random = createSeededRandom(8);
    const state = bandit.create();
    let rewards = 0;
    for (let i = 0; i < 2_000; i++) {
      const device = random() < 0.5 ? 'phone' : 'desk';
      const { arm, propensity } = bandit.choose(state, { device }, random);
      expect(propensity > 0 && propensity <= 1).toBe(true);
      const rate = (device === 'phone') === (arm === 'video') ? 0.6 : 0.2;
      const reward = random() < rate ? 1 : 0;
      if (i >= 1_000) rewards += reward;
      bandit.learnOne(state, { device }, { arm, reward });
    }
    // Always right earns 600, blind choice 400.
    expect(rewards).toBeGreaterThan(530);
  });

  it('does not care in which order features are named, and survives JSON', () => {
    const bandit = createLinearBandit({ arms: ['a'] });
    const state = bandit.learnOne(bandit.create(), { x: 1, y: 'k' }, { arm: 'a', reward: 1 });
    expect(bandit.predictOne(state, { y: 'k', x: 1 })).toEqual(bandit.predictOne(state, { x: 1, y: 'k' }));
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });

  it('explains an expected reward by contributions that sum to it', () => {
    const bandit = createLinearBandit({ arms: ['a', 'b'] });
    const state = bandit.create();
    for (let i = 0; i < 20; i++) {
      const context = { device: i % 2 === 0 ? 'phone' : 'desk', hour: i % 5 };
      bandit.learnOne(state, context, { arm: 'a', reward: i % 2 });
    }
    const context = { device: 'desk', hour: 2, age: null };
    const { prediction, contributions } = bandit.explainOne(state, context, 'a');
    expect(prediction).toBeCloseTo(bandit.predictOne(state, context).a ?? Number.NaN, 12);
    expect(new Set(contributions.map(({ name }) => name))).toEqual(new Set(['(bias)', 'device', 'hour']));
    expect(bandit.explainOne(state, context, 'constructor').prediction).toBe(0);
  });

  it('stays finite on absurd numbers and ignores an arm it does not have', () => {
    const bandit = createLinearBandit({ arms: ['a'] });
    const state = bandit.create();
    bandit.learnOne(state, { x: 1e308, y: null, z: Number.NaN }, { arm: 'a', reward: 1e9 });
    bandit.learnOne(state, { x: 1 }, { arm: 'toString', reward: 1 });
    expect(Number.isFinite(bandit.predictOne(state, { x: -1e308 }).a)).toBe(true);
    expect(state.arms.a?.pulls).toBe(1);
  });

  it('refuses to be built without arms or room for features', () => {
    expect(() => createLinearBandit({ arms: [] })).toThrow('needs at least one arm');
    expect(() => createLinearBandit({ arms: ['a'], dimensions: 1 })).toThrow('two dimensions');
  });
});

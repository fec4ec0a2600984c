import { describe, expect, it } from 'vitest';
import { createAdaptiveBagging } from './adaptive-bagging.ts';
import { featureModelSubject } from './mixed-features.fixture.ts';
import { describeOnlineModel } from './online-model.contract.ts';

describeOnlineModel(
  featureModelSubject(createAdaptiveBagging({ trees: 3 }), { maxStateChars: 5_000_000, novelCount: 100 }),
);

describe('createAdaptiveBagging', () => {
  it('learns the example of its documentation', () => {
    const model = createAdaptiveBagging({ trees: 3 });
    const state = model.create();
    for (let i = 0; i < 1000; i++) model.learnOne(state, { plan: i % 2 ? 'pro' : 'free' }, i % 2 === 1);
    expect(model.predictOne(state, { plan: 'pro' })).toBeGreaterThan(0.8);
  });

  it('replaces trees after the relation has turned round, once their successors are better', () => {
    const model = createAdaptiveBagging({ trees: 3, featureShare: 1 });
    const state = model.create();
    for (let i = 0; i < 3000; i++) model.learnOne(state, { plan: i % 2 ? 'pro' : 'free' }, i % 2 === 1);
    expect(state.replaced).toBe(0);
    for (let i = 0; i < 2000; i++) model.learnOne(state, { plan: i % 2 ? 'pro' : 'free' }, i % 2 === 0);
    expect(state.alarms).toBeGreaterThan(0);
    expect(state.replaced).toBeGreaterThan(0);
    expect(model.predictOne(state, { plan: 'pro' })).toBeLessThan(0.3);
  });
});

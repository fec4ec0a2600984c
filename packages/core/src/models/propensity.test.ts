import { describe, expect, it } from 'vitest';
import { featureModelSubject } from './mixed-features.fixture.ts';
import { describeOnlineModel } from './online-model.contract.ts';
import { createPropensityModel } from './propensity.ts';

const model = createPropensityModel();

describeOnlineModel(featureModelSubject(model, { maxStateChars: 5_000_000 }));

describe('createPropensityModel', () => {
  it('learns the example of its documentation', () => {
    const state = model.create();
    for (let i = 0; i < 200; i++) {
      const label = i % 4 === 0;
      model.learnOne(state, { pages: label ? 9 : 2, source: label ? 'mail' : 'ad', age: undefined }, label);
    }
    expect(model.predictOne(state, { pages: 9, source: 'mail' })).toBeGreaterThan(0.8);
    expect(model.predictOne(state, { pages: 2, source: 'ad' })).toBeLessThan(0.2);
    const [first] = model.explainOne(state, { pages: 9, source: 'mail' }).contributions;
    expect(['pages', 'source', 'pages × source']).toContain(first?.name);
  });

  it('logs an alarm and raises its rates when the relation turns round, and keeps what it knew', () => {
    const state = model.create();
    for (let i = 0; i < 3000; i++) model.learnOne(state, { on: i % 2 === 0 }, i % 2 === 0);
    const rateBefore = state.tracking.boost;
    for (let i = 0; i < 200; i++) model.learnOne(state, { on: i % 2 === 0 }, i % 2 === 1);
    expect(state.drift.alarms.length).toBeGreaterThan(0);
    expect(state.tracking.boost).toBeGreaterThan(rateBefore);
    expect(state.base.count).toBe(3200);
  });

  it('sees what only two features together tell', () => {
    const state = model.create();
    for (let i = 0; i < 2000; i++) {
      const [a, b] = [i % 2 === 0, i % 3 === 0];
      model.learnOne(state, { a, b }, a !== b);
    }
    expect(model.predictOne(state, { a: true, b: false })).toBeGreaterThan(0.9);
    expect(model.predictOne(state, { a: true, b: true })).toBeLessThan(0.1);
  });
});

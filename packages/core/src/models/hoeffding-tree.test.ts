import { describe, expect, it } from 'vitest';
import { createHoeffdingTree } from './hoeffding-tree.ts';
import { featureModelSubject } from './mixed-features.fixture.ts';
import { describeOnlineModel } from './online-model.contract.ts';

const model = createHoeffdingTree();

describeOnlineModel(featureModelSubject(model, { maxStateChars: 2_000_000 }));

describe('createHoeffdingTree', () => {
  it('finds the threshold of its documentation', () => {
    const state = model.create();
    for (let i = 0; i < 2000; i++) model.learnOne(state, { price: i % 100 }, i % 100 < 30);
    expect(model.predictOne(state, { price: 5 })).toBeGreaterThan(0.9);
    expect(model.predictOne(state, { price: 80 })).toBeLessThan(0.1);
  });

  it('splits a category from the rest', () => {
    const state = model.create();
    for (let i = 0; i < 1000; i++)
      model.learnOne(state, { source: ['ad', 'mail', 'web'][i % 3] ?? '', noise: i % 7 }, i % 3 === 1);
    expect(state.nodes[0]?.test).toMatchObject({ kind: 'category', name: 'source', value: 'mail' });
    expect(model.predictOne(state, { source: 'mail' })).toBeGreaterThan(0.9);
    expect(model.predictOne(state, { source: 'never seen' })).toBeLessThan(0.1);
  });

  it('does not split before the Hoeffding bound allows it', () => {
    const strict = createHoeffdingTree({ delta: 1e-7, tie: 0 });
    const state = strict.create();
    // Two copies of one feature tie for ever; without `tie` neither may win.
    for (let i = 0; i < 1000; i++) strict.learnOne(state, { a: i % 2, b: i % 2 }, i % 2 === 0);
    expect(state.nodes).toHaveLength(1);
  });

  it('never grows past its bound', () => {
    const small = createHoeffdingTree({ maxNodes: 5, grace: 20 });
    const state = small.create();
    for (let i = 0; i < 20_000; i++) small.learnOne(state, { x: i % 64 }, (i % 64) % 2 === 0);
    expect(state.nodes.length).toBeLessThanOrEqual(5);
  });

  it('learns the same from a prediction just made', () => {
    const [plain, predicted] = [model.create(), model.create()];
    for (let i = 0; i < 2000; i++) {
      const input = { price: i % 100, source: ['ad', 'mail', 'web'][i % 3] ?? '' };
      model.learnOne(plain, input, i % 100 < 30);
      model.predictOne(predicted, input);
      model.learnPredicted(predicted, input, i % 100 < 30);
    }
    expect(plain.nodes.length).toBeGreaterThan(1);
    expect(predicted).toEqual(plain);
  });

  it('explains by the tests on the path', () => {
    const state = model.create();
    for (let i = 0; i < 2000; i++) model.learnOne(state, { price: i % 100, noise: i % 3 }, i % 100 < 30);
    const { contributions } = model.explainOne(state, { price: 5, noise: 1 });
    expect(contributions[0]?.name).toBe('price');
    expect(contributions[0]?.amount).toBeGreaterThan(1);
  });
});

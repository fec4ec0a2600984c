import { describe, expect, it } from 'vitest';
import { featureModelSubject } from './mixed-features.fixture.ts';
import { describeOnlineModel } from './online-model.contract.ts';
import { createStreamClassifier } from './stream-classifier.ts';

describeOnlineModel(
  featureModelSubject(createStreamClassifier(), { maxStateChars: 5_000_000, novelCount: 100 }),
);

describe('createStreamClassifier', () => {
  it('learns the example of its documentation', () => {
    const model = createStreamClassifier({ lags: [1, 2] });
    const state = model.create();
    for (let i = 0; i < 300; i++) model.learnOne(state, {}, i % 2 === 0);
    expect(model.predictOne(state, {})).toBeGreaterThan(0.9);
    model.learnOne(state, {}, true);
    expect(model.predictOne(state, {})).toBeLessThan(0.1);
  });

  it('sees that a number has risen since the example before', () => {
    const model = createStreamClassifier({ lags: [] });
    const state = model.create();
    const price = (i: number): number => 50 + ((i * 37) % 100);
    for (let i = 1; i < 1500; i++) model.learnOne(state, { price: price(i) }, price(i) > price(i - 1));
    expect(model.predictOne(state, { price: price(1499) + 30 })).toBeGreaterThan(0.9);
    expect(model.predictOne(state, { price: price(1499) - 30 })).toBeLessThan(0.3);
  });
});

import { describe, expect, it } from 'vitest';
import { textModelSubject } from './labelled-texts.fixture.ts';
import { describeOnlineModel } from './online-model.contract.ts';
import { createSentimentModel } from './sentiment-model.ts';

const GOOD = ['superb phone', 'love this case', '质量非常好'];
const BAD = ['awful phone', 'hate this case', '质量太差了'];
const model = createSentimentModel({ slotBits: 10 });

describeOnlineModel(textModelSubject(model, { good: GOOD, bad: BAD, slotBits: 10, novelCount: 5_000 }));

describe('createSentimentModel', () => {
  it('runs the example of its documentation', () => {
    const documented = createSentimentModel();
    const state = documented.create();
    documented.learnOne(state, 'The battery is great', true);
    documented.learnOne(state, 'Broke after two days', false);
    expect(documented.predictOne(state, 'superb phone') > 0.5).toBe(true);
  });

  it('carries what it learned in one language over to another by the lexicons', () => {
    const state = model.create();
    for (let i = 0; i < 20; i++) {
      model.learnOne(state, 'excellent', true);
      model.learnOne(state, 'terrible', false);
    }
    expect(model.predictOne(state, '非常满意')).toBeGreaterThan(0.5);
    expect(model.predictOne(state, '太差了')).toBeLessThan(0.5);
  });

  it('learns without any lexicon', () => {
    const bare = createSentimentModel({ lexicons: [], slotBits: 10 });
    const state = bare.learnOne(bare.create(), 'superb', true);
    expect(bare.predictOne(state, 'superb')).toBeGreaterThan(0.5);
  });
});

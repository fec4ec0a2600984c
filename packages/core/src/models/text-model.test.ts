import { describe, expect, it } from 'vitest';
import { ENGLISH_LEXICON } from '../text/english-lexicon.ts';
import { createLexiconSentiment } from '../text/lexicon-sentiment.ts';
import { textModelSubject } from './labelled-texts.fixture.ts';
import { describeOnlineModel } from './online-model.contract.ts';
import { createTextModel } from './text-model.ts';

const GOOD = ['great phone', 'love this case', 'works very well', 'nice and light'];
const BAD = ['awful phone', 'hate this case', 'broke at once', 'slow and heavy'];
const model = createTextModel({ slotBits: 12 });

describeOnlineModel(textModelSubject(model, { good: GOOD, bad: BAD, slotBits: 12, novelCount: 20_000 }));

describe('createTextModel', () => {
  it('runs the example of its documentation', () => {
    const documented = createTextModel();
    const state = documented.create();
    documented.learnOne(state, 'Where is my parcel?', true);
    documented.learnOne(state, 'Do you sell lamps?', false);
    expect(documented.predictOne(state, 'my parcel is late') > 0.5).toBe(true);
  });

  it('knows nothing before the first label', () => {
    expect(model.predictOne(model.create(), 'great phone')).toBe(0.5);
  });

  it('learns what a negation does to a word', () => {
    const state = model.create();
    for (let i = 0; i < 50; i++) {
      model.learnOne(state, 'the screen is good', true);
      model.learnOne(state, 'the screen is not good', false);
    }
    expect(model.predictOne(state, 'camera is good')).toBeGreaterThan(0.5);
    expect(model.predictOne(state, 'camera is not good')).toBeLessThan(0.5);
  });

  it('learns from part of a word: an unseen inflection', () => {
    const state = model.create();
    for (let i = 0; i < 30; i++) {
      model.learnOne(state, 'disappointed', false);
      model.learnOne(state, 'delighted', true);
    }
    expect(model.predictOne(state, 'disappointing')).toBeLessThan(0.5);
  });

  it('learns Chinese', () => {
    const state = model.create();
    for (let i = 0; i < 30; i++) {
      model.learnOne(state, '质量非常好', true);
      model.learnOne(state, '质量太差了', false);
    }
    expect(model.predictOne(state, '服务非常好')).toBeGreaterThan(0.5);
    expect(model.predictOne(state, '服务太差')).toBeLessThan(0.5);
  });

  it('steps against the gradient of the log loss', () => {
    // With one slot per term untouched, the first AdaGrad step is η·g/√(s₀ + g²), g = (p − y)·x.
    const state = model.create();
    model.learnOne(state, '', true);
    const gradient = -0.5;
    expect(state.weights.at(-4)).toBeCloseTo((0.3 * 0.5) / Math.sqrt(1e-3 + gradient ** 2), 12);
    const lossAt = (weight: number) => Math.log1p(Math.exp(-weight));
    expect((lossAt(1e-6) - lossAt(-1e-6)) / 2e-6).toBeCloseTo(gradient, 6);
  });

  it('names words and the lexicon in its explanation', () => {
    const withLexicon = createTextModel({ lexicon: createLexiconSentiment([ENGLISH_LEXICON]) });
    const state = withLexicon.create();
    for (let i = 0; i < 5; i++) withLexicon.learnOne(state, 'excellent camera', true);
    const names = withLexicon.explainOne(state, 'excellent camera').contributions.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['excellent', 'camera', 'excellent camera', '(lexicon)', '(bias)']),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { mineAssociationRules } from './association-rules.ts';
import { describeOnlineModel } from './online-model.contract.ts';
import { createPairRules } from './pair-rules.ts';

const model = createPairRules();

function learned(baskets: readonly (readonly string[])[]) {
  const state = model.create();
  for (const basket of baskets) {
    for (const [i, item] of basket.entries()) model.learnOne(state, basket.slice(0, i), item);
  }
  return state;
}

describe('pair rules', () => {
  it('do what their example says', () => {
    const rules = model.predictOne(learned([['tea', 'milk']]), ['tea']);
    expect(rules).toMatchObject([{ left: ['tea'], right: 'milk', confidence: 1 }]);
  });

  it('agree with mining all baskets at once', () => {
    const baskets = [['bread', 'milk'], ['bread', 'beer', 'eggs'], ['milk', 'bread', 'beer'], ['milk']];
    const mined = mineAssociationRules(baskets, { minSupport: 0, minConfidence: 0, maxItems: 2 });
    for (const rule of model.predictOne(learned(baskets), ['bread'])) {
      expect(mined).toContainEqual(rule);
    }
    expect(model.predictOne(learned(baskets), ['bread'])).toHaveLength(3);
  });

  it('offer the best rule of the whole basket, most confident first', () => {
    const state = learned([
      ['tea', 'milk'],
      ['tea', 'milk'],
      ['tea', 'lemon'],
      ['cake', 'lemon'],
    ]);
    const rules = model.predictOne(state, ['tea', 'cake']);
    expect(rules.map(({ left, right, confidence }) => [left[0], right, confidence])).toEqual([
      ['cake', 'lemon', 1],
      ['tea', 'milk', 2 / 3],
    ]);
  });
});

const small = createPairRules({ maxItems: 30, maxPartners: 5 });
describeOnlineModel({
  model: small,
  example: (index, random) => ({
    input: index % 4 === 0 ? [] : [`i${index % 9}`],
    label: `i${Math.floor(random() * 9)}`,
  }),
  extremes: [
    { input: [], label: 'i0' },
    { input: ['i0', 'i0', '__proto__'], label: 'i1' },
  ],
  novel: (index) => ({ input: index % 3 === 0 ? [] : [`item ${index - 1}`], label: `item ${index}` }),
  novelCount: 100_000,
  maxStateChars: 20_000,
  explain: (state, input) => small.explainOne(state, input, small.predictOne(state, input)[0]?.right ?? ''),
  explained: (rules) => rules[0]?.confidence ?? 0,
});

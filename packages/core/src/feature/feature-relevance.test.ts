import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { createRelevance, learnRelevance, rankFeatures, selectFeatures } from './feature-relevance.ts';

function learned() {
  const random = createSeededRandom(9);
  const state = createRelevance();
  for (let i = 0; i < 2000; i++) {
    const pages = Math.floor(random() * 100);
    learnRelevance(
      state,
      { plan: pages > 50 ? 'pro' : 'free', pages, noise: random(), day: `${i % 7}` },
      pages > 50,
    );
  }
  return state;
}

describe('rankFeatures', () => {
  it('ranks by the bits a feature tells about the label', () => {
    const ranked = rankFeatures(learned());
    expect(ranked.slice(0, 2).map(({ name }) => name)).toEqual(['plan', 'pages']);
    expect(ranked[0]?.bits).toBeCloseTo(1, 1);
    expect(ranked[2]?.bits).toBeLessThan(0.01);
    expect(ranked[3]?.bits).toBeLessThan(0.01);
  });

  it('works out mutual information as by hand', () => {
    const state = createRelevance();
    // Four of each: 3/1 and 1/3. H(Y) = 1, H(Y|X) = H(1/4).
    for (const [value, positives] of [
      ['a', 3],
      ['b', 1],
    ] as const)
      for (let i = 0; i < 4; i++) learnRelevance(state, { x: value }, i < positives);
    const entropy = -(0.25 * Math.log2(0.25) + 0.75 * Math.log2(0.75));
    const bias = 1 / (2 * 8 * Math.LN2);
    expect(rankFeatures(state)[0]?.bits).toBeCloseTo(1 - entropy - bias, 12);
  });

  it('keeps a bounded number of features and of values', () => {
    const state = createRelevance();
    for (let i = 0; i < 1000; i++) learnRelevance(state, { [`f${i}`]: 1, id: `u${i}` }, i % 2 === 0);
    expect(state.columns.length).toBe(256);
    expect(state.columns.find(({ name }) => name === 'id')?.values.length).toBe(64);
  });
});

describe('selectFeatures', () => {
  it('keeps the best, and what it does not know', () => {
    expect(selectFeatures(learned(), { plan: 'pro', noise: 1, day: '3', fresh: 2 }, 2)).toEqual({
      plan: 'pro',
      fresh: 2,
    });
  });
});

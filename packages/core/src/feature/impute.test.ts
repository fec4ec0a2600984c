import { describe, expect, it } from 'vitest';
import type { Features } from '../models/online-model.ts';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { createImputer, type ImputeStrategy } from './impute.ts';
import { describeTransformer } from './transformer.contract.ts';

for (const strategy of ['mean', 'median', 'mode', 'regression'] as const) {
  describeTransformer(createImputer({ strategy }), { maxStateChars: 300_000 });
}

function fill(strategy: ImputeStrategy, learned: readonly Features[], input: Features) {
  const imputer = createImputer({ strategy });
  const state = imputer.create();
  for (const features of learned) imputer.learnOne(state, features);
  return imputer.transformOne(state, input);
}

const seen = [{ n: 1 }, { n: 1 }, { n: 4 }, { n: 10 }];

describe('createImputer', () => {
  it('fills the mean, the median or the most frequent number', () => {
    expect(fill('mean', seen, { n: null }).features.n).toBe(4);
    expect(fill('median', seen, { n: null }).features.n).toBe(2.5);
    expect(fill('mode', seen, { n: null }).features.n).toBe(1);
  });

  it('fills a category by the most frequent one, and says what it filled', () => {
    const learned = [
      { source: 'ad', n: 2 },
      { source: 'mail', n: 4 },
      { source: 'ad', n: 6 },
    ];
    const { features, filled } = fill('mean', learned, { n: Number.NaN });
    expect({ ...features }).toEqual({ n: 4, source: 'ad' });
    expect(filled).toEqual(['source', 'n']);
  });

  it('changes nothing where nothing is missing', () => {
    const input = { n: 5 };
    expect(fill('regression', seen, input)).toEqual({ features: input, filled: [] });
    expect(fill('regression', seen, input).features).toBe(input);
  });

  it('fills by regression on what is there', () => {
    const random = createSeededRandom(3);
    const learned = Array.from({ length: 500 }, () => {
      const a = random() * 10;
      return { a, b: 3 * a + 2 + random(), c: random() };
    });
    const filled = fill('regression', learned, { a: 4, b: null, c: 0.5 }).features.b;
    expect(Math.abs(Number(filled) - 14.5)).toBeLessThan(1);
  });

  it('never fills a number outside the range it has seen', () => {
    const learned = Array.from({ length: 100 }, (_, i) => ({ a: i, b: i }));
    expect(Number(fill('regression', learned, { a: 1e9, b: null }).features.b)).toBeLessThanOrEqual(99);
  });

  it('stays bounded and finite under names and numbers of every kind', () => {
    const imputer = createImputer();
    const state = imputer.create();
    for (let i = 0; i < 500; i++)
      imputer.learnOne(state, { [`n${i}`]: i, x: 1e308 * (i % 3) - 1e308, s: `v${i}` });
    expect(state.columns.length).toBeLessThanOrEqual(128);
    expect(JSON.stringify(state).length).toBeLessThan(300_000);
    expect(Number.isFinite(imputer.transformOne(state, { n3: 1 }).features.x)).toBe(true);
  });
});

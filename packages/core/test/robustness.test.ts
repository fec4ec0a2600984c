import { describe, expect, it } from 'vitest';
import { findDataFolder } from '../bench/data/data-folder.ts';
import { loadMovieLens } from '../bench/data/movielens.ts';
import { loadOnlineShoppers, type Visit } from '../bench/data/online-shoppers.ts';
import { scorePrequential } from '../bench/tasks/intent.ts';
import { createPropensityModel } from '../src/models/propensity.ts';
import { createRatingModel } from '../src/models/rating-model.ts';
import { createSeededRandom } from '../src/statistics/seeded-random.ts';

const data = findDataFolder();
if (!data) console.warn('robustness: SKIPPED: no data folder (set LIKENESS_DATA)');

/** Defaults must hold on data that nobody has seen: the same visits, written or spoilt in other ways. */
describe.runIf(data)('defaults on other data', () => {
  const visits = data ? shuffled(loadOnlineShoppers(data)).slice(0, 4_000) : [];
  const random = createSeededRandom(9);
  const numbers = (change: (x: number) => Visit['features'][string]): Visit[] =>
    visits.map(({ features, label }) => ({
      label,
      features: Object.fromEntries(
        Object.entries(features).map(([name, value]) => [
          name,
          typeof value === 'number' ? change(value) : value,
        ]),
      ),
    }));
  const widened = (add: (i: number) => Visit['features']): Visit[] =>
    visits.map(({ features, label }, i) => ({ label, features: { ...features, ...add(i) } }));
  const rare = visits.filter(({ label }, i) => !label || i % 10 === 0);
  const even = visits.filter(({ label }, i) => label || i % 5 === 0);

  // As they are: .912. What a variant may cost is what it takes away: a third of the numbers costs .04.
  it.each<[string, readonly Visit[], number]>([
    ['visits in another order', visits, 0.9],
    ['numbers a million times as large', numbers((x) => x * 1e6), 0.9],
    ['numbers far from zero', numbers((x) => x + 1e6), 0.9],
    ['negative numbers', numbers((x) => -x), 0.9],
    ['numbers sent as texts', numbers(String), 0.88],
    ['one number in a hundred absurd', numbers((x) => (random() < 0.01 ? (x + 1) * 1e12 : x)), 0.88],
    ['a third of the numbers missing', numbers((x) => (random() < 0.3 ? null : x)), 0.84],
    [
      'constants and twenty columns of noise',
      widened(() => ({ ...noise(random), always: 1, never: null })),
      0.88,
    ],
    ['an id of its own for each visit', widened((i) => ({ id: `visit ${i}` })), 0.9],
    ['positives in half of the visits', even, 0.88],
    ['positives in one visit of fifty', rare, 0.78],
  ])('predicts well on %s', (_, rows, least) => {
    expect(scorePrequential(createPropensityModel(), rows).auc).toBeGreaterThanOrEqual(least);
  });

  it('predicts ratings alike on every scale', () => {
    if (!data) return;
    const ratings = loadMovieLens(data).slice(0, 10_000);
    const relativeError = (scale: number, offset: number): number => {
      const model = createRatingModel();
      const state = model.create();
      let squares = 0;
      for (const rating of ratings) {
        const label = rating.rating * scale + offset;
        squares += ((label - model.predictOne(state, rating)) / scale) ** 2;
        model.learnOne(state, rating, label);
      }
      return Math.sqrt(squares / ratings.length);
    };
    const stars = relativeError(1, 0);
    for (const [scale, offset] of [
      [20, 0],
      [0.2, 0],
      [0.01, 0],
      [1, 2],
    ] as const) {
      expect(relativeError(scale, offset)).toBeLessThan(stars * 1.02);
    }
  });
});

function noise(random: () => number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`noise ${i}`, random()]));
}

function shuffled<T>(rows: readonly T[]): T[] {
  const random = createSeededRandom(7);
  return rows
    .map((row) => ({ row, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
}

import { describe, expect, it } from 'vitest';
import { silhouette } from '../evaluate/silhouette.ts';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { describeClusters } from './describe-clusters.ts';
import { createOnlineKMeans } from './online-k-means.ts';
import { describeOnlineModel, EXTREME_FEATURES, reverseFeatures } from './online-model.contract.ts';

/** Three kinds of visitors, round and far apart. */
const KINDS = [
  { pages: 2, orders: 0 },
  { pages: 30, orders: 1 },
  { pages: 10, orders: 8 },
];

function drawVisitors(count: number, seed: number) {
  const random = createSeededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const { pages, orders } = KINDS[i % 3] ?? { pages: 0, orders: 0 };
    return { kind: i % 3, features: { pages: pages + random() * 2, orders: orders + random() } };
  });
}

function learned(count: number) {
  const model = createOnlineKMeans({ k: 3 });
  const state = model.create();
  for (const { features } of drawVisitors(count, 1)) model.learnOne(state, features, undefined);
  return { model, state };
}

describe('online k-means', () => {
  it('puts visitors of one kind together and kinds apart', () => {
    const { model, state } = learned(300);
    const clusters = new Map<number, Set<number>>();
    const visitors = drawVisitors(90, 2);
    for (const { kind, features } of visitors) {
      const cluster = model.predictOne(state, features);
      clusters.set(kind, (clusters.get(kind) ?? new Set()).add(cluster));
    }
    expect([...clusters.values()].map(({ size }) => size)).toEqual([1, 1, 1]);
    expect(new Set([...clusters.values()].flatMap((set) => [...set])).size).toBe(3);
    const points = visitors.map(({ features }) => [features.pages / 12, features.orders / 4]);
    const sides = visitors.map(({ features }) => model.predictOne(state, features));
    expect(silhouette(points, sides)).toBeGreaterThan(0.8);
  });

  it('keeps the numbers of the clusters across refits', () => {
    const { model, state } = learned(1_999);
    const visitors = drawVisitors(300, 3);
    const before = visitors.map(({ features }) => model.predictOne(state, features));
    for (const { features } of drawVisitors(4_002, 4)) model.learnOne(state, features, undefined);
    expect(state.seen).toBeGreaterThan(6_000);
    expect(visitors.map(({ features }) => model.predictOne(state, features))).toEqual(before);
  });

  it('names clusters after what sets them apart', () => {
    const { model, state } = learned(600);
    const names = describeClusters(state);
    const nameOf = (pages: number, orders: number) => names[model.predictOne(state, { pages, orders })]?.name;
    expect(nameOf(10, 8)).toBe('high orders');
    expect(nameOf(30, 1)).toMatch(/^high pages/);
    expect(nameOf(2, 0)).toMatch(/^low (pages|orders)/);
    expect(names.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it('does what its example says', () => {
    const model = createOnlineKMeans({ k: 2, seedAfter: 20 });
    const state = model.create();
    for (let i = 0; i < 40; i += 1) {
      model.learnOne(state, { pages: i % 2 === 0 ? i % 3 : 50 + (i % 3) }, undefined);
    }
    expect(model.predictOne(state, { pages: 1 })).not.toBe(model.predictOne(state, { pages: 52 }));
  });
});

it('takes what is not a number for missing', () => {
  const clusters = createOnlineKMeans({ k: 2, seedAfter: 10 });
  const state = clusters.create();
  for (let i = 0; i < 50; i += 1) clusters.learnOne(state, { a: i % 2 ? i : Number.NaN, b: i }, undefined);
  expect(JSON.stringify(state)).not.toContain('null,null');
  expect(clusters.predictOne(state, { a: Number.NaN, b: 3 })).toBeGreaterThanOrEqual(0);
  expect(state.moments.every(Number.isFinite)).toBe(true);
});

it('explains by which features an example is nearer to its own cluster than to the next', () => {
  const clusters = createOnlineKMeans({ k: 2, seedAfter: 40 });
  const state = clusters.create();
  for (let i = 0; i < 200; i += 1) {
    clusters.learnOne(state, { pages: i % 2 === 0 ? i % 3 : 50 + (i % 3), noise: i % 7 }, undefined);
  }
  const { contributions, total } = clusters.explainOne(state, { pages: 51, noise: 3 });
  expect(contributions[0]?.name).toBe('pages');
  expect(contributions[0]?.amount).toBeGreaterThan(1);
  expect(contributions.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(total, 12);
  expect(clusters.explainOne(clusters.create(), { pages: 1 }).total).toBe(0);
});

describeOnlineModel({
  model: createOnlineKMeans({ k: 3, seedAfter: 50, refitEvery: 100, sampleSize: 60 }),
  example: (index, random) => ({
    input: { a: random() + (index % 3) * 5, b: random(), c: index % 2 === 0 },
    label: undefined,
  }),
  extremes: EXTREME_FEATURES.map((input) => ({ input, label: undefined })),
  novel: (index) => ({ input: { [`feature ${index}`]: index, a: 1 }, label: undefined }),
  novelCount: 5_000,
  maxStateChars: 100_000,
  reorder: reverseFeatures,
});

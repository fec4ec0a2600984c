import { silhouette } from '../../src/evaluate/silhouette.ts';
import { createOnlineKMeans } from '../../src/models/online-k-means.ts';
import type { Features } from '../../src/models/online-model.ts';
import { loadOnlineShoppers, NUMERIC_COLUMNS } from '../data/online-shoppers.ts';
import type { DataFolder, TaskResult } from '../task.ts';

/** Columns the protocol takes the logarithm of (0-based, of the ten numeric ones). */
const LOGGED = new Set([1, 3, 5, 8]);
const SAMPLED_EVERY = 25;

/** k-means with k = 8 on the ten numeric columns of the shoppers' data: inertia per row, in z-scores. */
export function runClusters(data: DataFolder): TaskResult {
  const rows = loadOnlineShoppers(data).map(({ features }) =>
    NUMERIC_COLUMNS.map((name, c) => {
      const value = Number(features[name]);
      return LOGGED.has(c) ? Math.log1p(value) : value;
    }),
  );
  const startedAt = performance.now();
  const model = createOnlineKMeans({ k: 8 });
  const state = model.create();
  for (const row of rows) model.learnOne(state, named(row), undefined);
  const seconds = (performance.now() - startedAt) / 1000;
  const sides = rows.map((row) => model.predictOne(state, named(row)));
  const scaled = zScores(rows);
  const inertia = inertiaOf(scaled, sides);
  const sampled = (_: unknown, i: number): boolean => i % SAMPLED_EVERY === 0;
  const shape = silhouette(scaled.filter(sampled), sides.filter(sampled));
  return {
    rows: [
      {
        task: 'clusters',
        metric: 'inertia per row, k = 8',
        value: inertia,
        must: 3.065,
        goal: 2.958,
        better: 'lower',
        reference: 'MacQueen 3.065, minibatch 3.046, batch with 10 restarts 2.958',
        seconds,
        seed: 1,
      },
    ],
    json: { 'clusters.inertia': inertia, 'clusters.silhouette': shape },
    comparisons: [{ task: 'clusters', model: 'online k-means', figures: { inertia, silhouette: shape } }],
  };
}

function named(row: readonly number[]): Features {
  return Object.fromEntries(row.map((value, c) => [NUMERIC_COLUMNS[c] ?? '', value]));
}

function zScores(rows: readonly (readonly number[])[]): number[][] {
  const columns = NUMERIC_COLUMNS.map((_, c) => {
    const mean = rows.reduce((sum, row) => sum + (row[c] ?? 0), 0) / rows.length;
    const variance = rows.reduce((sum, row) => sum + ((row[c] ?? 0) - mean) ** 2, 0) / rows.length;
    return { mean, deviation: Math.sqrt(variance) };
  });
  return rows.map((row) => columns.map(({ mean, deviation }, c) => ((row[c] ?? 0) - mean) / deviation));
}

/** Mean squared distance to the mean of one's own cluster. */
function inertiaOf(points: readonly (readonly number[])[], sides: readonly number[]): number {
  const sums = new Map<number, { count: number; totals: number[] }>();
  for (const [i, point] of points.entries()) {
    const cluster = sums.get(sides[i] ?? 0) ?? { count: 0, totals: point.map(() => 0) };
    sums.set(sides[i] ?? 0, cluster);
    cluster.count += 1;
    cluster.totals = cluster.totals.map((total, c) => total + (point[c] ?? 0));
  }
  let inertia = 0;
  for (const [i, point] of points.entries()) {
    const cluster = sums.get(sides[i] ?? 0);
    for (const [c, value] of point.entries())
      inertia += (value - (cluster?.totals[c] ?? 0) / (cluster?.count ?? 1)) ** 2;
  }
  return inertia / points.length;
}

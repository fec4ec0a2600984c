import { DecisionTreeClassifier } from 'ml-cart';
import { kmeans } from 'ml-kmeans';
import MultivariateLinearRegression from 'ml-regression-multivariate-linear';
import { describe, expect, it } from 'vitest';
import { deviationOf, meanOf } from '../src/models/cluster-state.ts';
import { predictDecisionTree, trainDecisionTree } from '../src/models/decision-tree.ts';
import { createLinearRegression } from '../src/models/linear-regression.ts';
import { createOnlineKMeans } from '../src/models/online-k-means.ts';
import { createLeastSquares, learnLeastSquares } from '../src/models/recursive-least-squares.ts';
import { createSeededRandom } from '../src/statistics/seeded-random.ts';

/** y = 2a − 3b + 0.5c + 4 and noise. */
function linearRows(count: number): { readonly x: number[]; readonly y: number }[] {
  const random = createSeededRandom(3);
  return Array.from({ length: count }, () => {
    const x = [random() * 4 - 2, random() * 2 - 1, random() * 3];
    const [a = 0, b = 0, c = 0] = x;
    return { x, y: 2 * a - 3 * b + 0.5 * c + 4 + (random() - 0.5) / 10 };
  });
}

describe('models against ml-*', () => {
  it('has the weights of ml-regression-multivariate-linear after one pass of recursive least squares', () => {
    const rows = linearRows(200);
    const oracle = new MultivariateLinearRegression(
      rows.map(({ x }) => x),
      rows.map(({ y }) => [y]),
    );
    const state = createLeastSquares([0, 0, 0, 0], 1e-9);
    for (const { x, y } of rows) learnLeastSquares(state, [...x, 1], y);
    oracle.weights.forEach(([weight], i) => {
      expect(state.weights[i]).toBeCloseTo(weight ?? Number.NaN, 5);
    });
  });

  it('comes to the predictions of ml-regression-multivariate-linear by gradient descent', () => {
    const rows = linearRows(400);
    const oracle = new MultivariateLinearRegression(
      rows.map(({ x }) => x),
      rows.map(({ y }) => [y]),
    );
    const model = createLinearRegression({ encoding: 'raw', rate: 0.02 });
    const state = model.create();
    const features = ([a = 0, b = 0, c = 0]: readonly number[]) => ({ a, b, c });
    for (let pass = 0; pass < 20; pass++) for (const { x, y } of rows) model.learnOne(state, features(x), y);
    for (const { x } of rows.slice(0, 50)) {
      expect(model.predictOne(state, features(x))).toBeCloseTo(oracle.predict(x)[0] ?? Number.NaN, 1);
    }
  });

  it('places centres that ml-kmeans moves no further', () => {
    const random = createSeededRandom(5);
    const rows = Array.from({ length: 300 }, (_, i) => [
      (i % 3) * 10 + random() * 3,
      (i % 2) * 5 + random(),
      random(),
    ]);
    const model = createOnlineKMeans({ k: 3, seedAfter: rows.length, sampleSize: rows.length });
    const state = model.create();
    for (const [a = 0, b = 0, c = 0] of rows) model.learnOne(state, { a, b, c }, undefined);
    const scaled = (row: readonly number[]): number[] =>
      row.map((value, slot) => (value - meanOf(state, slot)) / deviationOf(state, slot));
    const ours = state.clusters.map(({ centre }) => scaled(centre));
    const oracle = kmeans(rows.map(scaled), 3, { initialization: ours, maxIterations: 100 });
    expect(oracle.converged).toBe(true);
    oracle.centroids.forEach((centre, cluster) => {
      centre.forEach((value, slot) => {
        expect(value).toBeCloseTo(ours[cluster]?.[slot] ?? Number.NaN, 9);
      });
    });
    expect(rows.map(([a = 0, b = 0, c = 0]) => model.predictOne(state, { a, b, c }))).toEqual(
      oracle.clusters,
    );
  });

  it('decides as ml-cart does where a tree can be right', () => {
    const random = createSeededRandom(7);
    const rows = Array.from({ length: 200 }, () => [Math.floor(random() * 20), Math.floor(random() * 20)]);
    const labels = rows.map(([a = 0, b = 0]) => (a > 7 && b < 12 ? 1 : 0));
    const oracle = new DecisionTreeClassifier({ gainFunction: 'gini', maxDepth: 6, minNumSamples: 1 });
    oracle.train(rows, labels);
    const tree = trainDecisionTree(
      rows.map(([a = 0, b = 0], i) => ({ features: { a, b }, label: labels[i] === 1 })),
      { minLeaf: 1 },
    );
    const grid = Array.from({ length: 400 }, (_, i) => [Math.floor(i / 20), i % 20]);
    const ours = grid.map(([a = 0, b = 0]) => (predictDecisionTree(tree, { a, b }) > 0.5 ? 1 : 0));
    expect(ours).toEqual(oracle.predict(grid));
  });
});

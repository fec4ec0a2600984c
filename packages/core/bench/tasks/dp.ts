import { auc } from '../../src/evaluate/auc.ts';
import { type BoundedLinearState, predictBounded } from '../../src/privacy/bounded-linear.ts';
import { rhoOfEpsilon } from '../../src/privacy/budget.ts';
import { trainPrivately } from '../../src/privacy/train-privately.ts';
import { createSeededRandom } from '../../src/statistics/seeded-random.ts';
import { loadOnlineShoppers, type Visit } from '../data/online-shoppers.ts';
import type { DataFolder, TaskResult, TaskScope } from '../task.ts';

const DELTA = 1e-5;
const SEEDS = [1, 2, 3, 4, 5];

/** Purchase intent, fixed split: what differential privacy at ε = 3, δ = 1e-5 costs in AUC, mean of 5 seeds (2 for the others). */
export async function runDp(data: DataFolder, scope: TaskScope = 'with-comparisons'): Promise<TaskResult> {
  const started = performance.now();
  const visits = loadOnlineShoppers(data);
  const test = visits.filter((_, i) => i % 5 === 4);
  const train = visits.filter((_, i) => i % 5 !== 4);
  const open = trainedAuc(Infinity, 1);
  const atEpsilon = (epsilon: number, seeds: readonly number[]): number => {
    const rho = rhoOfEpsilon(epsilon, DELTA);
    return seeds.reduce((sum, seed) => sum + trainedAuc(rho, seed), 0) / seeds.length;
  };
  const three = atEpsilon(3, SEEDS);
  const seconds = (performance.now() - started) / 1000;
  const loss = open - three;
  return {
    rows: [
      {
        task: 'private training',
        metric: 'AUC loss at ε = 3',
        value: loss,
        must: 0.03,
        goal: 0.015,
        better: 'lower',
        reference: `the same without noise, AUC ${open.toFixed(4)}`,
        seconds,
        seed: SEEDS,
      },
    ],
    json: { 'dp.aucLoss': loss, 'dp.auc': three },
    comparisons: scope === 'rows-only' ? [] : compare(),
  };

  function compare(): TaskResult['comparisons'] {
    const some = SEEDS.slice(0, 2);
    return Object.entries({
      'no noise': open,
      'ε = 8': atEpsilon(8, some),
      'ε = 3': three,
      'ε = 1': atEpsilon(1, some),
    }).map(([model, AUC]) => ({ task: 'private training', model, figures: { AUC } }));
  }

  function trainedAuc(rho: number, seed: number): number {
    return testAuc(trainPrivately(train, { rho, random: createSeededRandom(seed) }).state, test);
  }
}

/** AUC of a trained model on held-out visits. */
export function testAuc(state: BoundedLinearState, test: readonly Visit[]): number {
  return auc(
    test.map(({ label }) => label),
    test.map(({ features }) => predictBounded(state, features)),
  );
}

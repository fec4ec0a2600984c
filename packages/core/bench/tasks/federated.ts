import { encodeExamples } from '../../src/privacy/bounded-linear.ts';
import {
  createFederatedState,
  type FederatedOptions,
  federatedAverage,
  trainClient,
} from '../../src/privacy/federated-average.ts';
import { trainPrivately } from '../../src/privacy/train-privately.ts';
import { createSeededRandom } from '../../src/statistics/seeded-random.ts';
import { loadOnlineShoppers, type Visit } from '../data/online-shoppers.ts';
import type { DataFolder, TaskResult, TaskScope } from '../task.ts';
import { testAuc } from './dp.ts';

const CLIENTS = 100;
const ROUNDS = 30;
const LOCAL_STEPS = 5;
const SEED = 5;

/**
 * Purchase intent, fixed split, training rows spread over 100 clients of sizes 1, 1/2, 1/3 … 1/100 of the largest:
 * federated averaging against training on all rows in one place with as many gradient steps.
 */
export async function runFederated(
  data: DataFolder,
  scope: TaskScope = 'with-comparisons',
): Promise<TaskResult> {
  const visits = loadOnlineShoppers(data);
  const test = visits.filter((_, i) => i % 5 === 4);
  const train = visits.filter((_, i) => i % 5 !== 4);
  const central = trainPrivately(train, { rho: Infinity, random: () => 0, steps: ROUNDS * LOCAL_STEPS });
  const centralAuc = testAuc(central.state, test);
  const started = performance.now();
  const mixed = split(shuffled(train));
  const federated = run(mixed, {});
  const seconds = (performance.now() - started) / 1000;
  const difference = Math.abs(centralAuc - federated);
  return {
    rows: [
      {
        task: 'federated average',
        metric: 'AUC off central training',
        value: difference,
        must: 0.01,
        goal: 0.005,
        better: 'lower',
        reference: `central AUC ${centralAuc.toFixed(4)}`,
        seconds,
        seed: SEED,
      },
    ],
    json: { 'federated.aucDifference': difference, 'federated.auc': federated },
    comparisons: scope === 'rows-only' ? [] : compare(),
  };

  function compare(): TaskResult['comparisons'] {
    // In file order each client sees its own season only: the hard case.
    const seasonal = run(split(train), {});
    const noised = run(mixed, { countCap: 100, noiseMultiplier: 0.5, random: createSeededRandom(SEED) });
    return [
      { task: 'federated average', model: 'central, all rows in one place', figures: { AUC: centralAuc } },
      { task: 'federated average', model: '100 unequal clients, clipped', figures: { AUC: federated } },
      { task: 'federated average', model: 'the same, each client one season', figures: { AUC: seasonal } },
      { task: 'federated average', model: 'the same, noise multiplier 0.5', figures: { AUC: noised } },
      { task: 'federated average', model: 'largest client alone', figures: { AUC: alone(mixed[0] ?? []) } },
    ];
  }

  function run(clients: readonly (readonly Visit[])[], options: FederatedOptions): number {
    let server = createFederatedState();
    const tables = clients.map((rows) => encodeExamples(rows, server.model.bits));
    for (let round = 0; round < ROUNDS; round++) {
      const { model } = server;
      const updates = tables.map((table) => trainClient(model, table, { steps: LOCAL_STEPS }));
      server = federatedAverage(server, updates, options);
    }
    return testAuc(server.model, test);
  }

  function alone(rows: readonly Visit[]): number {
    const steps = ROUNDS * LOCAL_STEPS;
    return testAuc(trainPrivately(rows, { rho: Infinity, random: () => 0, steps }).state, test);
  }
}

function split(rows: readonly Visit[]): Visit[][] {
  const shares = Array.from({ length: CLIENTS }, (_, client) => 1 / (client + 1));
  const total = shares.reduce((sum, share) => sum + share, 0);
  let seen = 0;
  let from = 0;
  return shares.map((share) => {
    seen += share;
    const to = Math.round((seen / total) * rows.length);
    const part = rows.slice(from, to);
    from = to;
    return part;
  });
}

function shuffled(rows: readonly Visit[]): Visit[] {
  const random = createSeededRandom(SEED);
  return rows
    .map((row) => ({ row, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
}

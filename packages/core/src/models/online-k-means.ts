import { type ClusterState, deviationOf, meanOf, nearestCentre, observeRow, rowOf } from './cluster-state.ts';
import { collectContributions } from './contributions.ts';
import { refineCentres, seedCentres } from './fit-clusters.ts';
import type { Explanation, Features, OnlineModel } from './online-model.ts';

/** Settings of {@link createOnlineKMeans}. */
export interface OnlineKMeansOptions {
  /** Number of clusters; default 8. */
  readonly k?: number;
  /** Rows seen before the first centres are placed; default 50 per cluster. */
  readonly seedAfter?: number;
  /** Rows between refits on the kept sample; default 2,000. */
  readonly refitEvery?: number;
  /** Rows kept for seeding and refits; default 1,000. */
  readonly sampleSize?: number;
}

/** The clusters of a stream, and why an example belongs to its own. */
export interface OnlineKMeans extends OnlineModel<ClusterState, Features, number, undefined> {
  /**
   * How much nearer the example is to the centre of its cluster than to the next one, feature by feature, in squared
   * standard deviations: positive amounts speak for its cluster. 0 with fewer than two clusters.
   */
  explainOne(state: ClusterState, input: Features): Explanation;
}

/** A centre never moves by less than this share of the gap, so that clusters follow drift. */
const SLOWEST = 1 / 5_000;

/**
 * Clusters a stream of users: k-means on features in running standard deviations, each row moving its nearest
 * centre by `1 / n` of the gap (MacQueen 1967), with refits on a uniform sample that start from the present centres
 * and so keep every cluster's number. Numbers and booleans count; text and missing values do not. Input:
 * features. Label: none. Prediction: the cluster, 0 … k − 1 (0 until there are centres). Bytes: about
 * `8 · features · (sampleSize + k)`.
 *
 * @example
 * const model = createOnlineKMeans({ k: 2, seedAfter: 20 });
 * const state = model.create();
 * for (let i = 0; i < 40; i += 1) model.learnOne(state, { pages: i % 2 === 0 ? i % 3 : 50 + (i % 3) }, undefined);
 * model.predictOne(state, { pages: 1 }) === model.predictOne(state, { pages: 52 }); // false
 */
export function createOnlineKMeans(options: OnlineKMeansOptions = {}): OnlineKMeans {
  const { k = 8, seedAfter = 50 * k, refitEvery = 2_000, sampleSize = 1_000 } = options;
  return {
    name: 'online-k-means',
    version: 1,
    create: () => ({ seen: 0, names: [], moments: [], clusters: [], sample: [], seed: 1 }),
    predictOne(state, input) {
      const centres = state.clusters.map(({ centre }) => centre);
      return nearestCentre(state, rowOf(state, input, 'known-slots'), centres).cluster;
    },
    learnOne(state, input) {
      const row = rowOf(state, input, 'open-slots');
      observeRow(state, row);
      state.seen += 1;
      keepRow(state, row, sampleSize);
      const centres = state.clusters.map(({ centre }) => centre);
      if (centres.length === 0) {
        if (state.seen >= seedAfter) place(state, refineCentres(state, seedCentres(state, k)));
        return state;
      }
      moveNearest(state, row, nearestCentre(state, row, centres).cluster);
      if (state.seen % refitEvery === 0) place(state, refineCentres(state, centres));
      return state;
    },
    explainOne(state, input) {
      const row = rowOf(state, input, 'known-slots');
      const centres = state.clusters.map(({ centre }) => centre);
      const { cluster } = nearestCentre(state, row, centres);
      const others = centres.filter((_, i) => i !== cluster);
      const [own, next] = [centres[cluster], others[nearestCentre(state, row, others).cluster]];
      const contributions = collectContributions((add) => {
        row.forEach((value, slot) => {
          if (value === null || own === undefined || next === undefined) return;
          const gapTo = (centre: readonly number[]): number =>
            (value - (centre[slot] ?? meanOf(state, slot))) / deviationOf(state, slot);
          add(state.names[slot] ?? '', gapTo(next) ** 2 - gapTo(own) ** 2);
        });
      });
      const total = contributions.reduce((sum, { amount }) => sum + amount, 0);
      return { prediction: total, total, unit: 'value', contributions };
    },
  };
}

function moveNearest(state: ClusterState, row: readonly (number | null)[], nearest: number): void {
  const cluster = state.clusters[nearest];
  if (!cluster) return;
  cluster.count += 1;
  const step = Math.max(SLOWEST, 1 / cluster.count);
  for (const [slot, value] of row.entries()) {
    const centre = cluster.centre[slot] ?? meanOf(state, slot);
    cluster.centre[slot] = value === null ? centre : centre + step * (value - centre);
  }
}

/** Puts centres in place; each counts as many rows as its share of the sample stands for. */
function place(state: ClusterState, centres: readonly number[][]): void {
  const sizes = centres.map(() => 0);
  for (const row of state.sample) {
    const { cluster } = nearestCentre(state, row, centres);
    sizes[cluster] = (sizes[cluster] ?? 0) + 1;
  }
  for (const [i, centre] of centres.entries()) {
    const count = Math.max(1, Math.round(((sizes[i] ?? 0) * state.seen) / state.sample.length));
    state.clusters[i] = { count, centre };
  }
}

/** Keeps a uniform sample (Vitter's algorithm R, 1985) with a seeded generator. */
function keepRow(state: ClusterState, row: (number | null)[], sampleSize: number): void {
  if (state.sample.length < sampleSize) {
    state.sample.push(row);
    return;
  }
  state.seed = (Math.imul(state.seed, 1664525) + 1013904223) >>> 0;
  const at = Math.floor((state.seed / 2 ** 32) * state.seen);
  if (at < sampleSize) state.sample[at] = row;
}

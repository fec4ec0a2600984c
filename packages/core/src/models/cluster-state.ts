import type { Features } from './online-model.ts';

/** One cluster; centre in the features' own units, by feature slot. */
export interface Cluster {
  count: number;
  centre: number[];
}

/** State of the online k-means model. */
export interface ClusterState {
  seen: number;
  /** Names of the features, in slots. */
  readonly names: string[];
  /** Count, mean and sum of squared deviations of each feature, three numbers a slot. */
  readonly moments: number[];
  readonly clusters: Cluster[];
  /** A uniform sample of rows, by feature slot; null = missing. */
  readonly sample: (number | null)[][];
  /** State of the generator that decides which row of the sample is replaced. */
  seed: number;
}

/** Slots beyond this are not opened: further features are ignored. */
const MAX_FEATURES = 64;
/** Values beyond this are cut, so that squares stay finite. */
const LARGEST = 1e9;

/** The numbers of an example by slot; a feature without a slot is given one with `openSlots`. */
export function rowOf(
  state: ClusterState,
  features: Features,
  slots: 'open-slots' | 'known-slots',
): (number | null)[] {
  const row = new Array<number | null>(state.names.length).fill(null);
  // By name, so that the slots do not depend on the order in which features are listed.
  for (const name of Object.keys(features).sort((a, b) => (a < b ? -1 : 1))) {
    const value = features[name];
    const number = typeof value === 'boolean' ? Number(value) : value;
    if (typeof number !== 'number' || Number.isNaN(number)) continue;
    let slot = state.names.indexOf(name);
    if (slot < 0 && slots === 'open-slots' && state.names.length < MAX_FEATURES) {
      slot = state.names.push(name) - 1;
      state.moments.push(0, 0, 0);
    }
    if (slot >= 0) row[slot] = Math.min(LARGEST, Math.max(-LARGEST, number));
  }
  return row;
}

/** Folds a row into the running mean and deviation of every feature it has. */
export function observeRow(state: ClusterState, row: readonly (number | null)[]): void {
  const { moments } = state;
  for (const [slot, value] of row.entries()) {
    if (value === null) continue;
    const at = slot * 3;
    const count = (moments[at] ?? 0) + 1;
    const delta = value - (moments[at + 1] ?? 0);
    moments[at] = count;
    moments[at + 1] = (moments[at + 1] ?? 0) + delta / count;
    moments[at + 2] = (moments[at + 2] ?? 0) + delta * (value - (moments[at + 1] ?? 0));
  }
}

/** Mean of a feature over all rows seen. */
export function meanOf(state: ClusterState, slot: number): number {
  return state.moments[slot * 3 + 1] ?? 0;
}

/** Standard deviation of a feature over all rows seen; 1 for a constant, which then adds no distance. */
export function deviationOf(state: ClusterState, slot: number): number {
  const variance = (state.moments[slot * 3 + 2] ?? 0) / Math.max(1, state.moments[slot * 3] ?? 0);
  return variance > 0 ? Math.sqrt(variance) : 1;
}

/** Squared distance in standard deviations; a missing value is taken to be the centre's. */
export function distanceTo(
  state: ClusterState,
  row: readonly (number | null)[],
  centre: readonly number[],
): number {
  let sum = 0;
  for (const [slot, value] of row.entries()) {
    if (value === null) continue;
    const gap = (value - (centre[slot] ?? meanOf(state, slot))) / deviationOf(state, slot);
    sum += gap * gap;
  }
  return sum;
}

/** The nearest of some centres and its squared distance; ties go to the first. */
export function nearestCentre(
  state: ClusterState,
  row: readonly (number | null)[],
  centres: readonly (readonly number[])[],
): { readonly cluster: number; readonly distance: number } {
  let cluster = 0;
  let distance = Number.POSITIVE_INFINITY;
  for (const [i, centre] of centres.entries()) {
    const candidate = distanceTo(state, row, centre);
    if (candidate < distance) {
      distance = candidate;
      cluster = i;
    }
  }
  return { cluster, distance };
}

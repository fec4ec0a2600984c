import { type ClusterState, deviationOf, meanOf } from './cluster-state.ts';

/** What sets a cluster apart by one feature. */
export interface ClusterTrait {
  readonly feature: string;
  /** The cluster's centre and the mean of everybody, in the feature's own unit. */
  readonly centre: number;
  readonly overall: number;
  /** Their gap in standard deviations of everybody. */
  readonly gap: number;
}

/** A cluster as people read it. */
export interface ClusterDescription {
  readonly cluster: number;
  /** Its most distinguishing features, for example "high orders, low bounce rate"; "average" when none stands out. */
  readonly name: string;
  /** Share of all rows, 0–1. */
  readonly share: number;
  /** All traits, the largest gap first. */
  readonly traits: readonly ClusterTrait[];
}

/** A gap below this many standard deviations distinguishes nobody. */
const LEAST_GAP = 0.5;
const NAMED_BY = 2;

/** Names every cluster after the features in which it differs most from everybody; equal names are numbered. */
export function describeClusters(state: ClusterState): ClusterDescription[] {
  const total = state.clusters.reduce((sum, { count }) => sum + count, 0);
  const taken = new Map<string, number>();
  return state.clusters.map(({ count, centre }, cluster) => {
    const traits = state.names
      .map((feature, slot) => {
        const overall = meanOf(state, slot);
        const value = centre[slot] ?? overall;
        return { feature, centre: value, overall, gap: (value - overall) / deviationOf(state, slot) };
      })
      .sort((a, b) => Math.abs(b.gap) - Math.abs(a.gap) || (a.feature < b.feature ? -1 : 1));
    const standing = traits.filter(({ gap }) => Math.abs(gap) >= LEAST_GAP).slice(0, NAMED_BY);
    const plain = standing.map(({ feature, gap }) => `${gap > 0 ? 'high' : 'low'} ${feature}`).join(', ');
    const name = plain === '' ? 'average' : plain;
    const before = taken.get(name) ?? 0;
    taken.set(name, before + 1);
    return { cluster, name: before === 0 ? name : `${name} (${before + 1})`, share: count / total, traits };
  });
}

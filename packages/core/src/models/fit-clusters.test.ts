import { describe, expect, it } from 'vitest';
import type { ClusterState } from './cluster-state.ts';
import { observeRow } from './cluster-state.ts';
import { refineCentres, seedCentres } from './fit-clusters.ts';

/** A state that has seen and kept these points of one or two features. */
function stateOf(rows: readonly (readonly (number | null)[])[]): ClusterState {
  const names = ['x', 'y'].slice(0, rows[0]?.length ?? 0);
  const moments = names.flatMap(() => [0, 0, 0]);
  const sample = rows.map((row) => [...row]);
  const state = { seen: rows.length, names, moments, clusters: [], sample, seed: 1 };
  for (const row of rows) observeRow(state, row);
  return state;
}

const GROUPS = [0, 1, 2, 50, 51, 52, 100, 101, 102].map((x) => [x]);

describe('seedCentres', () => {
  it('puts one centre into each group', () => {
    const centres = seedCentres(stateOf(GROUPS), 3).map(([x = 0]) => Math.round(x / 50));
    expect(centres.sort((a, b) => a - b)).toEqual([0, 1, 2]);
  });

  it('does not spend a centre on a single outlier while a group needs one', () => {
    const group = (at: number) => Array.from({ length: 40 }, (_, i) => [at + (i % 5)]);
    const centres = seedCentres(stateOf([...group(0), ...group(100), [130]]), 2).map(([x = 0]) => x);
    expect(Math.min(...centres)).toBeLessThan(5);
    expect(Math.max(...centres)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...centres)).toBeLessThan(105);
  });
});

describe('refineCentres', () => {
  it('moves centres to the means of their rows and keeps their places', () => {
    expect(refineCentres(stateOf(GROUPS), [[90], [10], [60]])).toEqual([[101], [1], [51]]);
  });

  it('leaves a centre without rows where it is', () => {
    expect(refineCentres(stateOf([[0], [2]]), [[1], [1000]])).toEqual([[1], [1000]]);
  });

  it('ignores missing values', () => {
    const rows = [
      [0, 5],
      [2, null],
      [null, 7],
    ];
    expect(refineCentres(stateOf(rows), [[0, 0]])).toEqual([[1, 6]]);
  });
});

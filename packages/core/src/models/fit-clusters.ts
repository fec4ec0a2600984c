import { type ClusterState, distanceTo, meanOf, nearestCentre } from './cluster-state.ts';

type Row = readonly (number | null)[];

/** How many far points are tried for each new centre; the one that helps most is taken. */
const TRIED = 12;
const ROUNDS = 25;

/**
 * Centres to start from: the row nearest to the mean, then again and again a row far from all centres so far.
 * The farthest alone would be an outlier, so of some points spread over the far half the one that lowers the
 * total squared distance most is taken (farthest-point seeding, Gonzalez 1985, made greedy as in k-means++,
 * Arthur and Vassilvitskii 2007, but deterministic).
 */
export function seedCentres(state: ClusterState, k: number): number[][] {
  const rows = state.sample;
  const overall = state.names.map((_, slot) => meanOf(state, slot));
  const gaps = rows.map((row) => distanceTo(state, row, overall));
  const first = rows[gaps.indexOf(Math.min(...gaps))];
  const centres: number[][] = [first ? fill(state, first) : overall];
  let nearest = rows.map((row) => distanceTo(state, row, centres[0] ?? overall));
  while (centres.length < k) {
    const order = [...nearest.keys()].sort((a, b) => (nearest[b] ?? 0) - (nearest[a] ?? 0) || a - b);
    let best: { readonly centre: number[]; readonly nearest: number[]; readonly total: number } | undefined;
    for (let i = 0; i < TRIED; i += 1) {
      const row = rows[order[Math.floor((i * order.length) / (2 * TRIED))] ?? 0];
      if (!row) continue;
      const centre = fill(state, row);
      const closer = rows.map((other, j) => Math.min(nearest[j] ?? 0, distanceTo(state, other, centre)));
      const total = closer.reduce((sum, distance) => sum + distance, 0);
      if (!best || total < best.total) best = { centre, nearest: closer, total };
    }
    if (!best) break;
    centres.push(best.centre);
    nearest = best.nearest;
  }
  return centres;
}

/**
 * Moves centres to the means of their rows until no row changes sides (Lloyd 1982), over the kept sample. A centre
 * keeps its place in the list, and one without rows stays where it is: so a refit renumbers nobody.
 */
export function refineCentres(state: ClusterState, start: readonly (readonly number[])[]): number[][] {
  let centres = start.map((centre) => [...centre]);
  let sides: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const now = state.sample.map((row) => nearestCentre(state, row, centres).cluster);
    if (now.every((side, i) => side === sides[i])) break;
    sides = now;
    centres = centres.map((centre, cluster) => {
      const rows = state.sample.filter((_, i) => now[i] === cluster);
      return rows.length === 0 ? centre : centre.map((value, slot) => meanOfRows(rows, slot) ?? value);
    });
  }
  return centres;
}

function meanOfRows(rows: readonly Row[], slot: number): number | undefined {
  let sum = 0;
  let count = 0;
  for (const row of rows) {
    const value = row[slot];
    if (value === null || value === undefined) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? undefined : sum / count;
}

function fill(state: ClusterState, row: Row): number[] {
  return state.names.map((_, slot) => row[slot] ?? meanOf(state, slot));
}

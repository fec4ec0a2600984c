import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NEIGHBOUR_CELLS } from './neighbour-row.ts';
import {
  addNeighbour,
  ageNeighbours,
  clearNeighbours,
  createNeighbourTable,
  type NeighbourTable,
} from './neighbour-table.ts';

/** Id → slow and fast weight of the first row. */
function firstRow({ rows }: NeighbourTable): Map<number, readonly [slow: number, fast: number]> {
  const cells = rows[0] ?? [];
  const offsets = Array.from({ length: cells.length / NEIGHBOUR_CELLS }, (_, i) => i * NEIGHBOUR_CELLS);
  return new Map(offsets.map((at) => [cells[at] ?? -1, [cells[at + 1] ?? 0, cells[at + 2] ?? 0]]));
}

function tableWith(ids: readonly number[], capacity: number) {
  const table = createNeighbourTable();
  clearNeighbours(table, 0);
  for (const id of ids) addNeighbour(table, 0, { id, weight: 1 }, capacity);
  return table;
}

describe('neighbour table', () => {
  it('sums weights per neighbour', () => {
    const table = tableWith([7, 8, 7], 10);
    expect([...firstRow(table)].map(([id, [slow]]) => [id, slow])).toEqual([
      [7, 2],
      [8, 1],
    ]);
    expect(table.slowTotals[0]).toBe(3);
  });

  it('halves fast weights against new ones after a half-life', () => {
    const table = tableWith([7], 10);
    for (let i = 0; i < 50; i += 1) ageNeighbours(table, 2 ** (-1 / 50));
    addNeighbour(table, 0, { id: 8, weight: 1 }, 10);
    const [old = 0, fresh = 0] = [...firstRow(table).values()].map(([, fast]) => fast);
    expect(old / fresh).toBeCloseTo(0.5, 12);
    expect((table.fastTotals[0] ?? 0) / table.unit).toBeCloseTo(1.5, 12);
  });

  it('keeps fast weights in proportion when its unit is divided out', () => {
    const table = tableWith([7], 10);
    for (let i = 0; i < 100; i += 1) ageNeighbours(table, 0.5);
    addNeighbour(table, 0, { id: 8, weight: 1 }, 10);
    expect(table.unit).toBeLessThan(2 ** 61);
    const [old = 0, fresh = 0] = [...firstRow(table).values()].map(([, fast]) => fast);
    expect(Math.log2(fresh / old)).toBeCloseTo(100, 9);
  });

  it('never weighs too little, nor too much by more than 1.25 times the lightest, and keeps what is heavier', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 24 }),
        (ids, capacity) => {
          const table = tableWith(ids, capacity);
          const row = firstRow(table);
          const bound = 1.25 * Math.min(...[...row.values()].map(([slow]) => slow));
          for (const id of new Set(ids)) {
            const truth = ids.filter((other) => other === id).length;
            const kept = row.get(id)?.[0];
            if (kept === undefined) expect(truth).toBeLessThanOrEqual(bound);
            else {
              expect(kept).toBeGreaterThanOrEqual(truth);
              expect(kept - truth).toBeLessThanOrEqual(row.size === capacity ? bound : 0);
            }
          }
          expect(row.size).toBe(Math.min(capacity, new Set(ids).size));
        },
      ),
    );
  });

  it('gives up a light neighbour for a newcomer, not a heavy one', () => {
    const heavy = Array.from({ length: 20 }, (_, id) => [id, id, id, id]).flat();
    const table = tableWith([...heavy, 20, 21, 22, 23, 24], 22);
    const kept = [...firstRow(table).keys()];
    expect(kept.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, id) => id));
  });
});

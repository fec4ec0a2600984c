import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addNeighbour, ageNeighbours, clearNeighbours, createNeighbourTable } from './neighbour-table.ts';

function tableWith(ids: readonly number[], capacity: number) {
  const table = createNeighbourTable();
  clearNeighbours(table, 0);
  for (const id of ids) addNeighbour(table, 0, { id, weight: 1 }, capacity);
  return table;
}

describe('neighbour table', () => {
  it('sums weights per neighbour', () => {
    const table = tableWith([7, 8, 7], 10);
    expect(table.ids[0]).toEqual([7, 8]);
    expect(table.slow[0]).toEqual([2, 1]);
    expect(table.slowTotals[0]).toBe(3);
  });

  it('halves fast weights against new ones after a half-life', () => {
    const table = tableWith([7], 10);
    for (let i = 0; i < 50; i += 1) ageNeighbours(table, 50);
    addNeighbour(table, 0, { id: 8, weight: 1 }, 10);
    const [old = 0, fresh = 0] = table.fast[0] ?? [];
    expect(old / fresh).toBeCloseTo(0.5, 12);
    expect((table.fastTotals[0] ?? 0) / table.unit).toBeCloseTo(1.5, 12);
  });

  it('keeps fast weights in proportion when its unit is divided out', () => {
    const table = tableWith([7], 10);
    for (let i = 0; i < 100; i += 1) ageNeighbours(table, 1);
    addNeighbour(table, 0, { id: 8, weight: 1 }, 10);
    expect(table.unit).toBeLessThan(2 ** 61);
    const [old = 0, fresh = 0] = table.fast[0] ?? [];
    expect(Math.log2(fresh / old)).toBeCloseTo(100, 9);
  });

  it('keeps what Space-Saving promises: every weight at least the truth, too much by the lightest at most', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 6 }),
        (ids, capacity) => {
          const table = tableWith(ids, capacity);
          const lightest = Math.min(...(table.slow[0] ?? []));
          for (const id of new Set(ids)) {
            const truth = ids.filter((other) => other === id).length;
            const at = table.ids[0]?.indexOf(id) ?? -1;
            if (at < 0) expect(truth).toBeLessThanOrEqual(lightest);
            else {
              const kept = table.slow[0]?.[at] ?? 0;
              expect(kept).toBeGreaterThanOrEqual(truth);
              if ((table.ids[0]?.length ?? 0) === capacity) {
                expect(kept - truth).toBeLessThanOrEqual(lightest);
              }
            }
          }
          expect(table.ids[0]?.length).toBeLessThanOrEqual(capacity);
        },
      ),
    );
  });
});

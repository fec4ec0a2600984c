import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appendNeighbour,
  findNeighbour,
  NEIGHBOUR_CELLS,
  type RowIndex,
  replaceNeighbour,
} from './neighbour-row.ts';

const idAt = (row: readonly number[], position: number): number | undefined =>
  row[position * NEIGHBOUR_CELLS];

describe('neighbour row', () => {
  it('finds every neighbour where it stands, and no other, however many were put in and replaced', () => {
    // Ids of the same low bits meet at the same places; beyond 2^32 they are those of slots given away before.
    const id = fc.oneof(
      fc.nat(40),
      fc.nat(40).map((n) => n * 1024),
      fc.nat(40).map((n) => n * 2 ** 24 + 7),
    );
    const step = fc.record({ id, position: fc.option(fc.nat(99)) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
        const row: number[] = [];
        const index: RowIndex = [];
        const ids: number[] = [];
        for (const { id, position } of steps) {
          if (ids.includes(id)) continue;
          if (position === null || position >= ids.length) {
            ids.push(id);
            appendNeighbour(row, index, { id, slow: 1, fast: 2 });
          } else {
            ids[position] = id;
            replaceNeighbour(row, index, position * NEIGHBOUR_CELLS, id);
          }
        }
        ids.forEach((id, position) => {
          expect(idAt(row, position)).toBe(id);
          expect(findNeighbour(row, index, id)).toBe(position * NEIGHBOUR_CELLS);
        });
        for (const { id } of steps) if (!ids.includes(id)) expect(findNeighbour(row, index, id)).toBe(-1);
        expect(findNeighbour(row, index, -1)).toBe(-1);
      }),
    );
  });

  it('keeps its index at most half full', () => {
    const row: number[] = [];
    const index: RowIndex = [];
    for (let id = 0; id < 500; id += 1) appendNeighbour(row, index, { id, slow: 1, fast: 1 });
    expect(index.filter((entry) => entry !== 0).length).toBe(500);
    expect(index.length).toBe(1024);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addBatch, createNeighbourBatch, pushAddition } from './neighbour-batch.ts';
import {
  addNeighbour,
  clearNeighbours,
  createNeighbourTable,
  type NeighbourTable,
} from './neighbour-table.ts';

const ROWS = 3;

function tableOfRows(): NeighbourTable {
  const table = createNeighbourTable();
  for (let row = 0; row < ROWS; row++) clearNeighbours(table, row);
  return table;
}

describe('neighbour batch', () => {
  it('leaves the table as additions one by one would, however often they meet the same row', () => {
    const addition = fc.tuple(fc.nat(ROWS - 1), fc.nat(40), fc.double({ min: 0.1, max: 4, noNaN: true }));
    fc.assert(
      fc.property(
        fc.array(fc.array(addition, { maxLength: 20 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (batches, capacity) => {
          const [batched, single] = [tableOfRows(), tableOfRows()];
          const batch = createNeighbourBatch(20);
          for (const additions of batches) {
            for (const [row, id, weight] of additions) {
              pushAddition(batch, row, id, weight);
              addNeighbour(single, row, { id, weight }, capacity);
            }
            addBatch(batched, batch, capacity);
          }
          expect(batched).toEqual(single);
        },
      ),
    );
  });

  it('is empty once it was added', () => {
    const batch = createNeighbourBatch(1);
    const table = tableOfRows();
    pushAddition(batch, 0, 7, 1);
    addBatch(table, batch, 10);
    addBatch(table, batch, 10);
    expect(batch.size).toBe(0);
    expect(table.slowTotals[0]).toBe(1);
  });

  it('passes over rows that do not exist', () => {
    const batch = createNeighbourBatch(1);
    const table = tableOfRows();
    pushAddition(batch, ROWS, 7, 1);
    addBatch(table, batch, 10);
    expect(table).toEqual(tableOfRows());
  });
});

import { describe, expect, it } from 'vitest';
import { countSuccessor, createContextTable, findContext } from './context-table.ts';

const limits = { symbols: 2, maxContexts: 100 };

describe('context table', () => {
  it('counts successors of a context in one row', () => {
    const table = createContextTable();
    for (const successor of [0, 1, 1]) countSuccessor(table, 77, successor, limits);
    const row = findContext(table, 77);
    expect(table.rows.slice(row, row + 4)).toEqual([3, 2, 1, 2]);
    expect(findContext(table, 78)).toBe(-1);
  });

  it('still finds every context after it has grown', () => {
    const table = createContextTable();
    for (let key = 1; key <= 90; key += 1) countSuccessor(table, Math.imul(key, 0x9e3779b1), key % 2, limits);
    for (let key = 1; key <= 90; key += 1) {
      const row = findContext(table, Math.imul(key, 0x9e3779b1));
      expect(table.rows[row]).toBe(1);
    }
  });

  it('gives away what was hardly seen when it is full, never what is established', () => {
    const table = createContextTable();
    const small = { symbols: 2, maxContexts: 10 };
    for (let i = 0; i < 50; i += 1) countSuccessor(table, 5, 0, small);
    for (let key = 100; key < 5_000; key += 1) countSuccessor(table, Math.imul(key, 0x9e3779b1), 1, small);
    expect(table.rows.length / 4).toBe(10);
    expect(table.rows[findContext(table, 5)]).toBe(50);
  });
});

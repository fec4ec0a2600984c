import { describe, expect, it } from 'vitest';
import { addEntry, createSparseVector, makeRoom } from './sparse-vector.ts';

describe('sparse vector', () => {
  it('holds what was added, however much', () => {
    const vector = createSparseVector('named');
    for (let i = 0; i < 1000; i++) addEntry(vector, i, i / 2, `f${i}`);
    expect(vector.size).toBe(1000);
    expect([vector.slots[999], vector.values[999], vector.names?.[999]]).toEqual([999, 499.5, 'f999']);
    expect(vector.slots[3]).toBe(3);
  });

  it('keeps no names unless asked', () => {
    const vector = createSparseVector();
    addEntry(vector, 1, 1, 'secret');
    expect(vector.names).toBeNull();
  });

  it('keeps what it holds when room is made', () => {
    const vector = createSparseVector();
    addEntry(vector, 7, 0.5, 'x');
    makeRoom(vector, 300);
    expect(vector.slots.length).toBe(300);
    expect([vector.slots[0], vector.values[0]]).toEqual([7, 0.5]);
  });
});

import { describe, expect, it } from 'vitest';
import { binOf, quantileEdges } from './bin.ts';
import { addToReservoir, createReservoir } from './reservoir.ts';

describe('quantileEdges', () => {
  it('cuts a sample into bins of equal count', () => {
    const state = createReservoir();
    for (let i = 0; i <= 100; i++) addToReservoir(state, i);
    expect(quantileEdges(state, 4)).toEqual([25, 50, 75]);
  });

  it('gives a number that repeats a bin of its own', () => {
    const state = createReservoir();
    for (let i = 0; i < 60; i++) addToReservoir(state, 0);
    for (let i = 1; i <= 40; i++) addToReservoir(state, i);
    const edges = quantileEdges(state, 4);
    expect(edges[0]).toBe(0);
    expect(binOf(edges, 0)).toBe(0);
    expect(binOf(edges, 0.5)).toBe(1);
  });
});

describe('binOf', () => {
  it('is the example of its documentation', () => {
    expect([0, 3, 99].map((x) => binOf([0, 10], x))).toEqual([0, 1, 2]);
  });

  it('has one bin when there is no edge', () => {
    expect(binOf([], -5)).toBe(0);
  });
});

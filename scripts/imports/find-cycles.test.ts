import { describe, expect, it } from 'vitest';
import { findCycles } from './find-cycles.ts';

const graph = (edges: Record<string, string[]>) => new Map(Object.entries(edges));

describe('findCycles', () => {
  it('finds none where imports only go one way', () => {
    expect(findCycles(graph({ a: ['b', 'c'], b: ['c'], c: [] }))).toEqual([]);
  });

  it('shows the way round, first file at both ends', () => {
    expect(findCycles(graph({ c: ['a'], a: ['b'], b: ['c'] }))).toEqual([['a', 'b', 'c', 'a']]);
  });

  it('shows the shortest way round', () => {
    expect(findCycles(graph({ a: ['b', 'c'], b: ['c'], c: ['a'] }))[0]).toEqual(['a', 'c', 'a']);
  });

  it('finds a file that imports itself', () => {
    expect(findCycles(graph({ a: ['a'] }))).toEqual([['a', 'a']]);
  });

  it('finds a cycle that is entered from outside, without the outsider', () => {
    expect(findCycles(graph({ a: ['b'], b: ['c'], c: ['b'] }))).toEqual([['b', 'c', 'b']]);
  });

  it('finds every separate cycle', () => {
    expect(findCycles(graph({ a: ['b'], b: ['a'], x: ['y'], y: ['x'] }))).toHaveLength(2);
  });
});

import { describe, expect, it } from 'vitest';
import { labelValue, logOdds, sigmoid } from './log-odds.ts';

describe('sigmoid and logOdds', () => {
  it('undo each other', () => {
    for (const x of [-10, -1, 0, 0.5, 12]) expect(logOdds(sigmoid(x))).toBeCloseTo(x, 6);
  });

  it('stay finite at every extreme', () => {
    expect(sigmoid(Number.MAX_VALUE)).toBe(1);
    expect(sigmoid(-Number.MAX_VALUE)).toBe(0);
    expect(logOdds(0)).toBeCloseTo(-20.72, 2);
    expect(logOdds(1)).toBeCloseTo(20.72, 2);
  });
});

describe('labelValue', () => {
  it('reads booleans and clips numbers', () => {
    expect([true, false, 0.25, 7, -7].map(labelValue)).toEqual([1, 0, 0.25, 1, 0]);
  });
});

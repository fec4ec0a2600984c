import { describe, expect, it } from 'vitest';
import { checkKAnonymity } from './k-anonymity.ts';

const ROWS = [
  { city: 'Bern', age: 40, name: 'a' },
  { city: 'Bern', age: 40, name: 'b' },
  { city: 'Chur', age: 70, name: 'c' },
  { city: 'Chur', age: '70', name: 'd' },
];

describe('checkKAnonymity', () => {
  it('finds the combinations that too few share', () => {
    const result = checkKAnonymity(ROWS, ['city', 'age'], 2);
    expect(result.holds).toBe(false);
    expect(result.smallestGroup).toBe(1);
    expect(result.exposedRows).toBe(2);
    expect(result.violations.map(({ values }) => values)).toEqual([
      ['Chur', 70],
      ['Chur', '70'],
    ]);
  });

  it('holds where every combination has k rows', () => {
    expect(checkKAnonymity(ROWS, ['city'], 2)).toEqual({
      holds: true,
      smallestGroup: 2,
      violations: [],
      exposedRows: 0,
    });
  });

  it('counts a missing value as a value, and nothing inherited', () => {
    expect(checkKAnonymity([{ a: null }, {}], ['a'], 2).holds).toBe(true);
    expect(checkKAnonymity([{}], ['constructor'], 1).holds).toBe(true);
  });

  it('holds for no rows', () => {
    expect(checkKAnonymity([], ['a'], 5)).toEqual({
      holds: true,
      smallestGroup: 0,
      violations: [],
      exposedRows: 0,
    });
  });
});

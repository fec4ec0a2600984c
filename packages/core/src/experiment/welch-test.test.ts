import { describe, expect, it } from 'vitest';
import { momentsOf } from '../statistics/moments.ts';
import { welchTest } from './welch-test.ts';

const A = [12.1, 9.8, 11.4, 10.2, 13.0, 8.7, 10.9];
const B = [12.9, 14.1, 11.8, 13.5, 12.2, 15.0, 13.1, 12.4];

describe('welchTest', () => {
  it('runs the example of its documentation', () => {
    expect(welchTest(momentsOf([10, 12, 11, 13]), momentsOf([14, 15, 13, 16])).t).toBeCloseTo(3.2863, 4);
  });

  it('agrees with SciPy', () => {
    const result = welchTest(momentsOf(A), momentsOf(B));
    expect(result.t).toBeCloseTo(3.397337515525019, 10);
    expect(result.pValue).toBeCloseTo(0.006073046644509661, 10);
    expect(result.degrees).toBeCloseTo(10.846753694125713, 9);
    expect(result.interval.lower).toBeCloseTo(0.7910612854222356, 8);
    expect(result.interval.upper).toBeCloseTo(3.7160815717206206, 8);
  });

  it('says nothing of samples without spread or with one number', () => {
    expect(welchTest(momentsOf([1, 1]), momentsOf([2, 2])).pValue).toBe(1);
    expect(welchTest(momentsOf([1]), momentsOf([2, 3])).pValue).toBe(1);
  });
});

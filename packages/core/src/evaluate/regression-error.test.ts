import { describe, expect, it } from 'vitest';
import { mae, rmse, rSquared } from './regression-error.ts';

const actual = [3, -0.5, 2, 7];
const predicted = [2.5, 0, 2, 8];

describe('rmse, mae, rSquared', () => {
  it('give the figures of scikit-learn for its own example', () => {
    expect(rmse(actual, predicted)).toBeCloseTo(Math.sqrt(0.375), 12);
    expect(mae(actual, predicted)).toBeCloseTo(0.5, 12);
    expect(rSquared(actual, predicted)).toBeCloseTo(0.9486081370449679, 12);
  });

  it('explain nothing of values that do not vary', () => {
    expect(rSquared([2, 2], [1, 3])).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { expectedCalibrationError, reliability } from './calibration-error.ts';

describe('expectedCalibrationError', () => {
  it('is 0 where as much happens as was predicted', () => {
    expect(expectedCalibrationError([1, 0, 0, 0], [0.25, 0.25, 0.25, 0.25], 1)).toBeCloseTo(0);
  });

  it('is the mean distance over bins of equal count', () => {
    // Bins {0.1, 0.3} with 1 of 2 positive, {0.8, 0.8} with 2 of 2: |0.2 − 0.5| and |0.8 − 1|.
    expect(expectedCalibrationError([0, 1, 1, 1], [0.1, 0.3, 0.8, 0.8], 2)).toBeCloseTo(0.25, 12);
  });
});

describe('reliability', () => {
  it('leaves out bins that no example fell into', () => {
    expect(reliability([1], [0.4], 5)).toEqual([{ count: 1, predicted: 0.4, observed: 1 }]);
  });
});

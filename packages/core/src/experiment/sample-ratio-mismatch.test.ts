import { describe, expect, it } from 'vitest';
import { checkSampleRatio } from './sample-ratio-mismatch.ts';

describe('checkSampleRatio', () => {
  it('agrees with SciPy and stays calm at p = .003', () => {
    const result = checkSampleRatio([
      { units: 5000, weight: 1 },
      { units: 5300, weight: 1 },
    ]);
    expect(result.chiSquare).toBeCloseTo(8.737864077669903, 10);
    expect(result.pValue).toBeCloseTo(0.003116693839866867, 10);
    expect(result.alarm).toBe(false);
  });

  it('alarms on three arms off their weights', () => {
    const result = checkSampleRatio([
      { units: 900, weight: 1 },
      { units: 1000, weight: 1 },
      { units: 2100, weight: 2 },
    ]);
    expect(result.pValue).toBeCloseTo(0.0005530843701478337, 10);
    expect(result.alarm).toBe(true);
  });

  it('alarms on units in an arm that was closed, and not on an empty experiment', () => {
    expect(
      checkSampleRatio([
        { units: 10, weight: 1 },
        { units: 1, weight: 0 },
      ]).alarm,
    ).toBe(true);
    expect(
      checkSampleRatio([
        { units: 0, weight: 1 },
        { units: 0, weight: 1 },
      ]).alarm,
    ).toBe(false);
    expect(checkSampleRatio([]).alarm).toBe(false);
  });
});

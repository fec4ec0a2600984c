import { describe, expect, it } from 'vitest';
import { studentCritical, studentTwoSided } from './student-t.ts';

describe("Student's t distribution", () => {
  // Right-hand sides: scipy.stats.t.
  it.each([
    [2, 5, 0.10193947882985835],
    [3.397338, 12.3, 0.005124890696290663],
    [0.1, 1, 0.936548965138893],
    [-10, 3, 0.0021283990584141503],
  ])('has the two-sided p-value of scipy at t=%f with %f degrees', (t, degrees, expected) => {
    expect(studentTwoSided(t, degrees)).toBeCloseTo(expected, 11);
  });

  it.each([
    [1, 12.70620474],
    [7.5, 2.33303963],
    [100, 1.98397152],
  ])('has the 5 %% critical value of scipy with %f degrees', (degrees, expected) => {
    expect(studentCritical(0.05, degrees)).toBeCloseTo(expected, 7);
  });
});

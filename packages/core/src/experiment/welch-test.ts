import { type Moments, sampleVariance } from '../statistics/moments.ts';
import { studentCritical, studentTwoSided } from '../statistics/student-t.ts';
import type { Interval } from './proportion.ts';

/** A two-sided test of two means. */
export interface WelchResult {
  /** Treatment mean minus control mean. */
  readonly difference: number;
  readonly t: number;
  /** Welch–Satterthwaite degrees of freedom; 0 when an arm has fewer than two numbers or nothing varied. */
  readonly degrees: number;
  /** 1 when `degrees` is 0. */
  readonly pValue: number;
  /** Of the difference, at the asked confidence; the point itself when `degrees` is 0. */
  readonly interval: Interval;
}

/**
 * Welch's t-test of two means with unequal variances, two-sided, from mergeable moments.
 *
 * Source: Welch, Biometrika 34 (1947).
 *
 * @param confidence of the interval, default 0.95
 * @example
 * welchTest(momentsOf([10, 12, 11, 13]), momentsOf([14, 15, 13, 16])).t; // 3.2863
 */
export function welchTest(control: Moments, treatment: Moments, confidence = 0.95): WelchResult {
  const difference = treatment.mean - control.mean;
  const a = sampleVariance(control) / Math.max(1, control.count);
  const b = sampleVariance(treatment) / Math.max(1, treatment.count);
  const variance = a + b;
  if (variance === 0 || control.count < 2 || treatment.count < 2) {
    return { difference, t: 0, degrees: 0, pValue: 1, interval: { lower: difference, upper: difference } };
  }
  const t = difference / Math.sqrt(variance);
  const degrees = variance ** 2 / (a ** 2 / (control.count - 1) + b ** 2 / (treatment.count - 1));
  const half = studentCritical(1 - confidence, degrees) * Math.sqrt(variance);
  return {
    difference,
    t,
    degrees,
    pValue: studentTwoSided(t, degrees),
    interval: { lower: difference - half, upper: difference + half },
  };
}

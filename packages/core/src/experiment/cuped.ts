import type { Moments } from '../statistics/moments.ts';

/**
 * Sums over units of an outcome and a covariate measured before the experiment (for example last month's orders):
 * a mergeable summary.
 */
export interface PairedMoments {
  readonly count: number;
  readonly outcomeMean: number;
  readonly covariateMean: number;
  /** Sums of squared deviations and of products of deviations. */
  readonly outcomeM2: number;
  readonly covariateM2: number;
  readonly coM2: number;
}

/** Nothing seen yet. */
export const EMPTY_PAIRED_MOMENTS: PairedMoments = {
  count: 0,
  outcomeMean: 0,
  covariateMean: 0,
  outcomeM2: 0,
  covariateM2: 0,
  coM2: 0,
};

/** Folds one unit in; a unit without a past has covariate 0 like any other unit without one. */
export function foldPairedMoments(
  moments: PairedMoments,
  unit: { readonly outcome: number; readonly covariate: number },
): PairedMoments {
  return mergePairedMoments(moments, {
    ...EMPTY_PAIRED_MOMENTS,
    count: 1,
    outcomeMean: unit.outcome,
    covariateMean: unit.covariate,
  });
}

/** The summary of both groups together (Chan, Golub & LeVeque, 1979). */
export function mergePairedMoments(a: PairedMoments, b: PairedMoments): PairedMoments {
  const count = a.count + b.count;
  if (count === 0) return EMPTY_PAIRED_MOMENTS;
  const outcomeStep = b.outcomeMean - a.outcomeMean;
  const covariateStep = b.covariateMean - a.covariateMean;
  const weight = (a.count * b.count) / count;
  return {
    count,
    outcomeMean: a.outcomeMean + (outcomeStep * b.count) / count,
    covariateMean: a.covariateMean + (covariateStep * b.count) / count,
    outcomeM2: a.outcomeM2 + b.outcomeM2 + outcomeStep ** 2 * weight,
    covariateM2: a.covariateM2 + b.covariateM2 + covariateStep ** 2 * weight,
    coM2: a.coM2 + b.coM2 + outcomeStep * covariateStep * weight,
  };
}

/** Two arms after the part that the past explains was taken out: feed them to {@link welchTest}. */
export interface CupedArms {
  readonly control: Moments;
  readonly treatment: Moments;
  /** Slope of the outcome on the covariate, pooled within the arms. */
  readonly theta: number;
  /** Share of the variance that was taken out, 0 … 1: the experiment needs that much less traffic. */
  readonly varianceReduction: number;
}

/**
 * CUPED: y − θ(x − x̄), with x̄ the covariate's mean over both arms, so that the difference of the means stays
 * unbiased while its variance falls by the squared correlation of past and present.
 *
 * Source: Deng, Xu, Kohavi & Walker, WSDM 2013.
 *
 * @example
 * // What each unit did before the experiment explains most of what it does in it; treatment adds 1.
 * const arm = (effect) =>
 *   Array.from({ length: 40 }, (_, i) => ({ covariate: i, outcome: 2 * i + (i % 3) + effect })).reduce(
 *     foldPairedMoments,
 *     EMPTY_PAIRED_MOMENTS,
 *   );
 * const { control, treatment } = adjustByCuped(arm(0), arm(1));
 * welchTest(control, treatment).pValue; // < 0.001: without the covariate it is .85
 */
export function adjustByCuped(control: PairedMoments, treatment: PairedMoments): CupedArms {
  const covariateM2 = control.covariateM2 + treatment.covariateM2;
  const theta = covariateM2 > 0 ? (control.coM2 + treatment.coM2) / covariateM2 : 0;
  const pooledMean = mergePairedMoments(control, treatment).covariateMean;
  const before = control.outcomeM2 + treatment.outcomeM2;
  const arms = {
    control: adjust(control, theta, pooledMean),
    treatment: adjust(treatment, theta, pooledMean),
  };
  const after = arms.control.m2 + arms.treatment.m2;
  return { ...arms, theta, varianceReduction: before > 0 ? 1 - after / before : 0 };
}

function adjust(arm: PairedMoments, theta: number, pooledMean: number): Moments {
  return {
    count: arm.count,
    mean: arm.outcomeMean - theta * (arm.covariateMean - pooledMean),
    m2: Math.max(0, arm.outcomeM2 - 2 * theta * arm.coM2 + theta ** 2 * arm.covariateM2),
  };
}

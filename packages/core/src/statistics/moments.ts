/**
 * Count, mean and sum of squared deviations of a stream of numbers: a mergeable summary of three numbers.
 * `m2 / (count − 1)` is the sample variance.
 */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly m2: number;
}

/** Nothing seen yet. */
export const EMPTY_MOMENTS: Moments = { count: 0, mean: 0, m2: 0 };

/** Folds one number in (Welford, Technometrics 4, 1962). */
export function foldMoments(moments: Moments, value: number): Moments {
  const count = moments.count + 1;
  const delta = value - moments.mean;
  const mean = moments.mean + delta / count;
  return { count, mean, m2: moments.m2 + delta * (value - mean) };
}

/** The moments of both streams together (Chan, Golub & LeVeque, 1979). */
export function mergeMoments(a: Moments, b: Moments): Moments {
  const count = a.count + b.count;
  if (count === 0) return EMPTY_MOMENTS;
  const delta = b.mean - a.mean;
  return {
    count,
    mean: a.mean + (delta * b.count) / count,
    m2: a.m2 + b.m2 + (delta * delta * a.count * b.count) / count,
  };
}

/** The moments of a list of numbers. */
export function momentsOf(values: Iterable<number>): Moments {
  let moments = EMPTY_MOMENTS;
  for (const value of values) moments = foldMoments(moments, value);
  return moments;
}

/** Sample variance; 0 for fewer than two numbers. */
export function sampleVariance(moments: Moments): number {
  return moments.count < 2 ? 0 : moments.m2 / (moments.count - 1);
}

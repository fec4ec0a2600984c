import { createSeededRandom } from '../statistics/seeded-random.ts';

/** A figure with its bootstrap interval. */
export interface BootstrapInterval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** Settings of a bootstrap. */
export interface BootstrapOptions {
  /** Default 1,000. */
  readonly resamples?: number;
  /** Default 0.95. */
  readonly confidence?: number;
  /** Default 1. */
  readonly seed?: number;
}

/**
 * Percentile bootstrap (Efron 1979): `figure` is recomputed on resamples of the rows, drawn with replacement.
 *
 * @example
 * const rows = [{ y: 1, p: 0.9 }, { y: 0, p: 0.2 }, { y: 1, p: 0.6 }];
 * bootstrap(rows, (some) => some.reduce((sum, { p }) => sum + p, 0) / some.length); // { estimate: 0.5667, … }
 */
export function bootstrap<Row>(
  rows: readonly Row[],
  figure: (rows: readonly Row[]) => number,
  options: BootstrapOptions = {},
): BootstrapInterval {
  const { resamples = 1000, confidence = 0.95, seed = 1 } = options;
  const random = createSeededRandom(seed);
  const figures = Array.from({ length: resamples }, () =>
    figure(rows.map((row) => rows[Math.floor(random() * rows.length)] ?? row)),
  ).sort((a, b) => a - b);
  const at = (share: number): number => figures[Math.round(share * (figures.length - 1))] ?? Number.NaN;
  const tail = (1 - confidence) / 2;
  return { estimate: figure(rows), low: at(tail), high: at(1 - tail) };
}

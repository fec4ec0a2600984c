import { solvePositive } from './solve-linear.ts';

/** Running means and covariances of up to `MOST_COLUMNS` numbers, each in three forms; plain JSON. */
export interface CovarianceState {
  /** Rows since each column was first seen, by column. */
  readonly counts: number[];
  /** Mean of |x|, over the rows in which the column was there. */
  readonly sizes: number[];
  readonly seen: number[];
  /** Smallest and largest value seen: nothing outside is ever filled in. */
  readonly lows: number[];
  readonly highs: number[];
  /** Mean of each term, `TERMS` a column. */
  readonly means: number[];
  /** Sums of products of deviations, row-major over all terms. */
  readonly products: number[];
}

/** Columns that take part; the state holds (3·16)² products. */
export const MOST_COLUMNS = 16;
/** x, sign(x)·ln(1 + 5|x|/mean|x|) and "x is 0": counts and money are neither lines nor logarithms alone. */
const TERMS = 3;
const DIMENSIONS = MOST_COLUMNS * TERMS;
const BEND = 5;
const RIDGE = 0.01;
const RIDGE_ROWS = 5;
/** Before so many rows the mean is the better guess. */
const FIRST_ROWS = 20;
const LARGEST = 1e100;

/** A covariance that has seen nothing. */
export function createCovariance(): CovarianceState {
  const zeros = (count: number): number[] => new Array<number>(count).fill(0);
  return {
    counts: zeros(MOST_COLUMNS),
    sizes: zeros(MOST_COLUMNS),
    seen: zeros(MOST_COLUMNS),
    lows: zeros(MOST_COLUMNS),
    highs: zeros(MOST_COLUMNS),
    means: zeros(DIMENSIONS),
    products: zeros(DIMENSIONS * DIMENSIONS),
  };
}

/**
 * Fills the missing numbers of one row (undefined) by ridge regression on those that are there, from the running
 * covariance: Σₘₒ(Σₒₒ + λI)⁻¹ on standardised terms, clipped to the range seen. Columns never seen stay 0.
 */
export function fillByRegression(state: CovarianceState, row: readonly (number | undefined)[]): number[] {
  const terms = new Array<number>(DIMENSIONS).fill(0);
  const observed: number[] = [];
  row.forEach((value, column) => {
    if (value === undefined) return;
    writeTerms(state, terms, column, value);
    for (let t = 0; t < TERMS; t++)
      if (deviation(state, column * TERMS + t) > 1e-12) observed.push(column * TERMS + t);
  });
  const standard = observed.map(
    (term) => ((terms[term] ?? 0) - (state.means[term] ?? 0)) / deviation(state, term),
  );
  return row.map((value, column) => {
    if (value !== undefined) return value;
    const target = column * TERMS;
    const rows = state.counts[column] ?? 0;
    const mean = state.means[target] ?? 0;
    const scale = deviation(state, target);
    if (rows < FIRST_ROWS || observed.length === 0 || scale <= 1e-12) return mean;
    const ridge = RIDGE + RIDGE_ROWS / rows;
    const matrix = observed.flatMap((a) =>
      observed.map((b) => correlation(state, a, b) + (a === b ? ridge : 0)),
    );
    const right = observed.map((a) => correlation(state, a, target));
    const weights = solvePositive(matrix, right, observed.length);
    if (weights === undefined) return mean;
    const z = weights.reduce((sum, weight, i) => sum + weight * (standard[i] ?? 0), 0);
    return Math.min(Math.max(mean + z * scale, state.lows[column] ?? 0), state.highs[column] ?? 0);
  });
}

/** Takes one row in, in place. What is missing counts as what regression would fill (one step of EM a row). */
export function learnCovariance(state: CovarianceState, row: readonly (number | undefined)[]): void {
  row.forEach((value, column) => {
    if (value === undefined) return;
    const x = clip(value);
    const seen = (state.seen[column] ?? 0) + 1;
    state.seen[column] = seen;
    state.sizes[column] = (state.sizes[column] ?? 0) + (Math.abs(x) - (state.sizes[column] ?? 0)) / seen;
    state.lows[column] = seen === 1 ? x : Math.min(state.lows[column] ?? 0, x);
    state.highs[column] = seen === 1 ? x : Math.max(state.highs[column] ?? 0, x);
  });
  const filled = fillByRegression(state, row);
  const terms = new Array<number>(DIMENSIONS).fill(0);
  const active: number[] = [];
  filled.forEach((value, column) => {
    if (state.seen[column] === 0) return;
    writeTerms(state, terms, column, value);
    state.counts[column] = (state.counts[column] ?? 0) + 1;
    for (let t = 0; t < TERMS; t++) active.push(column * TERMS + t);
  });
  const before = [...state.means];
  for (const term of active) {
    const mean = state.means[term] ?? 0;
    state.means[term] = mean + ((terms[term] ?? 0) - mean) / (state.counts[Math.floor(term / TERMS)] ?? 1);
  }
  for (const a of active) {
    const from = (terms[a] ?? 0) - (before[a] ?? 0);
    for (const b of active) {
      const at = a * DIMENSIONS + b;
      state.products[at] = (state.products[at] ?? 0) + from * ((terms[b] ?? 0) - (state.means[b] ?? 0));
    }
  }
}

function writeTerms(state: CovarianceState, terms: number[], column: number, value: number): void {
  const x = clip(value);
  const size = state.sizes[column] || 1;
  terms[column * TERMS] = x;
  terms[column * TERMS + 1] = Math.sign(x) * Math.log1p((BEND * Math.abs(x)) / size);
  terms[column * TERMS + 2] = x === 0 ? 1 : 0;
}

function deviation(state: CovarianceState, term: number): number {
  const count = state.counts[Math.floor(term / TERMS)] ?? 0;
  const product = state.products[term * DIMENSIONS + term] ?? 0;
  return count < 2 || product <= 0 ? 0 : Math.sqrt(product / count);
}

/** Averaged over both halves of the table, which differ by rounding: the solver needs symmetry. */
function correlation(state: CovarianceState, a: number, b: number): number {
  const count = Math.min(state.counts[Math.floor(a / TERMS)] ?? 0, state.counts[Math.floor(b / TERMS)] ?? 0);
  const product = ((state.products[a * DIMENSIONS + b] ?? 0) + (state.products[b * DIMENSIONS + a] ?? 0)) / 2;
  return product / count / deviation(state, a) / deviation(state, b);
}

function clip(value: number): number {
  return Math.min(Math.max(value, -LARGEST), LARGEST);
}

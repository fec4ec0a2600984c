import type { Features, FeatureValue } from '../models/online-model.ts';
import {
  addToReservoir,
  createReservoir,
  quantileOf,
  type ReservoirState,
  sortedSample,
} from './reservoir.ts';
import {
  type CovarianceState,
  createCovariance,
  fillByRegression,
  learnCovariance,
  MOST_COLUMNS,
} from './running-covariance.ts';
import type { Transformer } from './transformer.ts';

/** How numbers are filled; categories are always filled by the most frequent one. */
export type ImputeStrategy = 'mean' | 'median' | 'mode' | 'regression';

/** What is known about one feature. */
export interface ImputeColumn {
  readonly name: string;
  /** Its place in the covariance; −1 while it was no number, or when all places are taken. */
  place: number;
  /** Numbers seen, their mean, and a sample of them. */
  count: number;
  mean: number;
  readonly sample: ReservoirState;
  /** The most frequent values and how often each was seen; at most 32. */
  readonly values: (string | number | boolean)[];
  readonly times: number[];
}

/** State of an imputer; plain JSON. */
export interface ImputerState {
  readonly columns: ImputeColumn[];
  /** Columns that have a place in the covariance. */
  placed: number;
  readonly covariance: CovarianceState;
}

/** Features without holes, and the names of those that were filled. */
export interface Imputed {
  readonly features: Features;
  readonly filled: readonly string[];
}

/** Fills every feature known from earlier examples that is missing (absent, null, undefined, NaN), and says which. */
export type Imputer = Transformer<ImputerState, Imputed>;

const MOST_FEATURES = 128;
const MOST_VALUES = 32;
const LONGEST = 200;

/**
 * Fills missing values online: by the running mean, median (of a uniform sample), mode, or by regression on the
 * features that are there, for the first 16 numeric features (the mean for others). Says what it filled, since
 * a guess must never pass for a measurement.
 *
 * State: per feature a sample of 400 numbers and 32 values; 2,304 products of deviations.
 *
 * @example
 * const imputer = createImputer({ strategy: 'mean' });
 * const state = imputer.create();
 * imputer.learnOne(state, { pages: 2, source: 'ad' });
 * imputer.learnOne(state, { pages: 4, source: 'ad' });
 * imputer.transformOne(state, { pages: null }); // { features: { pages: 3, source: 'ad' }, filled: ['pages', 'source'] }
 */
export function createImputer(options: { readonly strategy?: ImputeStrategy } = {}): Imputer {
  const { strategy = 'regression' } = options;
  return {
    name: 'imputer',
    create: () => ({ columns: [], placed: 0, covariance: createCovariance() }),
    transformOne(state, input) {
      const missing = state.columns.filter(({ name }) => isMissing(ownValue(input, name)));
      if (missing.length === 0) return { features: input, filled: [] };
      const regressed =
        strategy === 'regression' ? fillByRegression(state.covariance, numericRow(state, input)) : [];
      const features: Record<string, FeatureValue> = Object.create(null);
      for (const [name, value] of Object.entries(input)) features[name] = value;
      for (const column of missing) {
        const isNumber = column.count > 0 && strategy !== 'mode';
        if (isNumber && strategy === 'regression' && column.place >= 0)
          features[column.name] = regressed[column.place];
        else if (isNumber && strategy === 'median')
          features[column.name] = quantileOf(sortedSample(column.sample), 0.5);
        else features[column.name] = isNumber ? column.mean : mostFrequent(column);
      }
      return { features, filled: missing.map(({ name }) => name) };
    },
    learnOne(state, input) {
      for (const name in input) {
        const value = ownValue(input, name);
        if (isMissing(value)) continue;
        const column = findColumn(state, name);
        if (column === undefined) continue;
        if (typeof value === 'number' && column.place < 0 && state.placed < MOST_COLUMNS)
          column.place = state.placed++;
        learnColumn(column, value);
      }
      if (strategy === 'regression') learnCovariance(state.covariance, numericRow(state, input));
      return state;
    },
  };
}

function learnColumn(column: ImputeColumn, value: string | number | boolean): void {
  if (typeof value === 'number') {
    column.count++;
    column.mean += value / column.count - column.mean / column.count;
    addToReservoir(column.sample, value);
  }
  if (typeof value === 'string' && value.length > LONGEST) return;
  const at = column.values.indexOf(value);
  if (at >= 0) column.times[at] = (column.times[at] ?? 0) + 1;
  else if (column.values.length < MOST_VALUES) {
    column.values.push(value);
    column.times.push(1);
  } else {
    // Space-Saving (Metwally, Agrawal, El Abbadi 2005): the rarest makes room and leaves its count as a bound.
    const rarest = column.times.indexOf(Math.min(...column.times));
    column.values[rarest] = value;
    column.times[rarest] = (column.times[rarest] ?? 0) + 1;
  }
}

/** Numbers by their place in the covariance; undefined where there is none. */
function numericRow(state: ImputerState, input: Features): (number | undefined)[] {
  const row = new Array<number | undefined>(state.placed).fill(undefined);
  for (const { name, place } of state.columns) {
    const value = place < 0 ? undefined : ownValue(input, name);
    if (typeof value === 'number' && !Number.isNaN(value)) row[place] = value;
  }
  return row;
}

function findColumn(state: ImputerState, name: string): ImputeColumn | undefined {
  const known = state.columns.find((column) => column.name === name);
  if (known !== undefined || state.columns.length >= MOST_FEATURES || name.length > LONGEST) return known;
  const made: ImputeColumn = {
    name,
    place: -1,
    count: 0,
    mean: 0,
    sample: createReservoir(1),
    values: [],
    times: [],
  };
  state.columns.push(made);
  return made;
}

function mostFrequent(column: ImputeColumn): FeatureValue {
  return column.values[column.times.indexOf(Math.max(...column.times))];
}

function ownValue(input: Features, name: string): FeatureValue {
  return Object.hasOwn(input, name) ? input[name] : undefined;
}

function isMissing(value: FeatureValue): value is null | undefined {
  return value === null || value === undefined || Number.isNaN(value);
}

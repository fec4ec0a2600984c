import { hashString } from '../statistics/hash-string.ts';
import { type BoundedIndex, claimSlot, createBoundedIndex, findSlot } from './bounded-index.ts';
import { collectContributions } from './contributions.ts';
import { innerProduct } from './inner-product.ts';
import type { ExplainableModel } from './online-model.ts';

/** Shares of the ratings' variance: what stays noise, and how far users and items are expected to differ. */
const NOISE_SHARE = 0.62;
const USER_SHARE = 0.2;
const ITEM_SHARE = 0.24;
/** Tastes move: this share of the variance returns to a user's uncertainty at each rating. */
const USER_DRIFT = 0.002;
/** Numbers of a row before its factors. */
const HEAD = 4;
/** Prior variance and starting spread of a factor, in units of the ratings' standard deviation. */
const FACTOR_SHARE = 0.06;
const FACTOR_SPREAD = 0.17;
/** What is thought of the ratings' spread before there are many: so many ratings, and this share of their range. */
const PRIOR_RATINGS = 10;
const RANGE_SHARE = 0.25;
/** Ratings beyond this are cut, so that squares stay finite. */
const LARGEST = 1e9;

/** Who rates what. */
export interface UserItem {
  readonly user: string;
  readonly item: string;
}

/** Settings of {@link createMatrixFactorisation}. */
export interface MatrixFactorisationOptions {
  /** Length of the taste vectors; default 16. */
  readonly factors?: number;
  /** Users kept at most; default 20,000. */
  readonly maxUsers?: number;
  /** Items kept at most; default 20,000. */
  readonly maxItems?: number;
}

/**
 * State of {@link createMatrixFactorisation}. One row of a side is `4 + factors` numbers: bias, its variance in units
 * of the ratings' variance, the common variance of the factors, the sum of their squares, the factors.
 */
export interface MatrixFactorisationState {
  count: number;
  mean: number;
  /** Sum of squared deviations from the mean. */
  squares: number;
  lowest: number;
  highest: number;
  readonly users: BoundedIndex;
  readonly items: BoundedIndex;
  readonly userRows: number[];
  readonly itemRows: number[];
}

/** The parts of one prediction; an unknown user or item contributes nothing. */
export interface RatingParts {
  readonly mean: number;
  readonly userBias: number;
  readonly itemBias: number;
  readonly taste: number;
}

/**
 * Biased matrix factorisation updated by each rating: `r̂ = μ + b_u + b_i + p_u·q_i` (Koren, Bell, Volinsky,
 * "Matrix factorization techniques for recommender systems", 2009).
 *
 * Instead of a learning rate parameters carry a variance `v`, and an error `e` moves it by the Kalman
 * gain, `b += v·e/S`, `p += v_p·q·e/S`, with `S` the variance of the prediction plus noise, and shrinks `v`
 * accordingly (one variance for all factors of a user or item) (assumed-density filtering as in Stern, Herbrich, Graepel, "Matchbox", WWW 2009): new users and
 * items move fast, known ones slowly, with nothing to tune. Scale comes from the running variance of the
 * ratings. Label: the rating. Bytes: about `8 · (4 + factors)` per user and per item.
 *
 * @example
 * const model = createMatrixFactorisation();
 * const state = model.create();
 * for (let i = 0; i < 20; i += 1) {
 *   model.learnOne(state, { user: 'ann', item: 'tea' }, 5);
 *   model.learnOne(state, { user: 'bob', item: 'tea' }, 3);
 * }
 * model.predictOne(state, { user: 'ann', item: 'tea' }); // above 4.5
 */
export function createMatrixFactorisation(
  options: MatrixFactorisationOptions = {},
): ExplainableModel<MatrixFactorisationState, UserItem, number> {
  const { factors = 16, maxUsers = 20_000, maxItems = 20_000 } = options;
  const rowLength = HEAD + factors;
  const perFactor = 1 / factors;

  function claimRow(
    state: MatrixFactorisationState,
    side: { readonly index: BoundedIndex; readonly rows: number[]; readonly name: string },
    share: number,
  ): number {
    const claimed = claimSlot(side.index, side.name, share === USER_SHARE ? maxUsers : maxItems);
    if (claimed >= 0) return claimed * rowLength;
    const row = ~claimed * rowLength;
    const { rows } = side;
    const deviation = ratingDeviation(state);
    // Random but reproducible: a factor starts from the hash of its own name.
    let seed = hashString(side.name, share === USER_SHARE ? 1 : 2);
    rows[row] = 0;
    rows[row + 1] = share;
    rows[row + 2] = FACTOR_SHARE * deviation;
    rows[row + 3] = 0;
    let norm = 0;
    for (let k = HEAD; k < rowLength; k += 1) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      const factor = (seed / 2 ** 31 - 1) * FACTOR_SPREAD * Math.sqrt(deviation);
      rows[row + k] = factor;
      norm += factor * factor;
    }
    rows[row + 3] = norm;
    return row;
  }

  return {
    name: 'matrix-factorisation',
    version: 3,
    create: () => ({
      count: 0,
      mean: 0,
      squares: 0,
      lowest: 0,
      highest: 0,
      users: createBoundedIndex(),
      items: createBoundedIndex(),
      userRows: [],
      itemRows: [],
    }),
    predictOne(state, input) {
      const { mean, userBias, itemBias, taste } = predictRatingParts(state, input, factors);
      return clamp(mean + userBias + itemBias + taste, state);
    },
    learnOne(state, input, rating) {
      const label = clipRating(rating);
      observe(state, label);
      const { userRows, itemRows } = state;
      const u = claimRow(state, { index: state.users, rows: userRows, name: input.user }, USER_SHARE);
      const i = claimRow(state, { index: state.items, rows: itemRows, name: input.item }, ITEM_SHARE);
      const perVariance = 1 / varianceOf(state);
      const userVariance = (userRows[u + 1] ?? 0) + USER_DRIFT;
      const itemVariance = itemRows[i + 1] ?? 0;
      const userSpread = userRows[u + 2] ?? 0;
      const itemSpread = itemRows[i + 2] ?? 0;
      const userNorm = userRows[u + 3] ?? 0;
      const itemNorm = itemRows[i + 3] ?? 0;
      const taste = innerProduct(
        { list: userRows, from: u + HEAD },
        { list: itemRows, from: i + HEAD },
        factors,
      );
      const bySpread = itemNorm * userSpread + userNorm * itemSpread + factors * userSpread * itemSpread;
      const perTotal = 1 / (NOISE_SHARE + userVariance + itemVariance + bySpread * perVariance);
      const error = label - state.mean - (userRows[u] ?? 0) - (itemRows[i] ?? 0) - taste;
      const gain = error * perTotal;
      userRows[u] = (userRows[u] ?? 0) + userVariance * gain;
      itemRows[i] = (itemRows[i] ?? 0) + itemVariance * gain;
      userRows[u + 1] = userVariance * (1 - userVariance * perTotal);
      itemRows[i + 1] = itemVariance * (1 - itemVariance * perTotal);
      if (factors === 0) return state;
      const shrink = perFactor * perTotal * perVariance;
      userRows[u + 2] = userSpread * (1 - userSpread * itemNorm * shrink);
      itemRows[i + 2] = itemSpread * (1 - itemSpread * userNorm * shrink);
      const userStep = userSpread * gain * perVariance;
      const itemStep = itemSpread * gain * perVariance;
      // |p + s·q|² = |p|² + s·(2·p·q + s·|q|²): the sums of squares follow without another round.
      userRows[u + 3] = userNorm + userStep * (2 * taste + userStep * itemNorm);
      itemRows[i + 3] = itemNorm + itemStep * (2 * taste + itemStep * userNorm);
      for (let k = HEAD; k < rowLength; k += 1) {
        const p = userRows[u + k] ?? 0;
        const q = itemRows[i + k] ?? 0;
        userRows[u + k] = p + userStep * q;
        itemRows[i + k] = q + itemStep * p;
      }
      return state;
    },
    explainOne(state, input) {
      const { mean, userBias, itemBias, taste } = predictRatingParts(state, input, factors);
      const prediction = clamp(mean + userBias + itemBias + taste, state);
      return {
        prediction,
        total: prediction,
        unit: 'value',
        contributions: collectContributions((add) => {
          add('(mean)', mean);
          add('user', userBias);
          add('item', itemBias);
          add('taste', taste);
          add('(range)', prediction - mean - userBias - itemBias - taste);
        }),
      };
    },
  };
}

/** What the mean, the user, the item and their match each add to a predicted rating. */
export function predictRatingParts(
  state: MatrixFactorisationState,
  { user, item }: UserItem,
  factors: number,
): RatingParts {
  const { userRows, itemRows } = state;
  const rowLength = HEAD + factors;
  const u = findSlot(state.users, user) * rowLength;
  const i = findSlot(state.items, item) * rowLength;
  const taste =
    u >= 0 && i >= 0
      ? innerProduct({ list: userRows, from: u + HEAD }, { list: itemRows, from: i + HEAD }, factors)
      : 0;
  return {
    mean: state.mean,
    userBias: u >= 0 ? (userRows[u] ?? 0) : 0,
    itemBias: i >= 0 ? (itemRows[i] ?? 0) : 0,
    taste,
  };
}

function observe(state: MatrixFactorisationState, label: number): void {
  state.lowest = state.count === 0 ? label : Math.min(state.lowest, label);
  state.highest = state.count === 0 ? label : Math.max(state.highest, label);
  state.count += 1;
  const before = label - state.mean;
  state.mean += before / state.count;
  state.squares += before * (label - state.mean);
}

/** A rating within ±1e9. */
export function clipRating(rating: number): number {
  return Math.min(LARGEST, Math.max(-LARGEST, rating));
}

/** Standard deviation of the ratings seen; see {@link varianceOf}. */
export function ratingDeviation(state: MatrixFactorisationState): number {
  return Math.sqrt(varianceOf(state));
}

/**
 * Variance of the ratings seen, as if ten ratings had varied by a quarter of the range before: whether people rate
 * from 1 to 5 or from 0 to 1 makes no difference. While there is no range the only rating says how large they are.
 */
function varianceOf({ squares, count, highest, lowest }: MatrixFactorisationState): number {
  if (highest === lowest) return Math.min(1, (RANGE_SHARE * highest) ** 2) || 1;
  return (PRIOR_RATINGS * (RANGE_SHARE * (highest - lowest)) ** 2 + squares) / (PRIOR_RATINGS + count);
}

function clamp(value: number, { lowest, highest }: MatrixFactorisationState): number {
  return Math.min(highest, Math.max(lowest, value));
}

import { type BoundedIndex, claimSlot, createBoundedIndex, findSlot } from './bounded-index.ts';
import { collectContributions } from './contributions.ts';
import {
  clipRating,
  createMatrixFactorisation,
  type MatrixFactorisationState,
  predictRatingParts,
  ratingDeviation,
  type UserItem,
} from './matrix-factorisation.ts';
import type { ExplainableModel } from './online-model.ts';
import {
  createLeastSquares,
  type LeastSquaresState,
  learnLeastSquares,
  predictLeastSquares,
} from './recursive-least-squares.ts';

/** What each signal is called in an explanation, in the order of {@link RatingState.stack}'s weights. */
const SIGNALS = [
  '(bias)',
  'user',
  'item',
  'taste',
  'mood now',
  'mood lately',
  'tags',
  'user activity',
  'item popularity',
] as const;
/** Before anything is learned the stack is plain biases. */
const PRIOR = [0, 1, 1, 0, 0, 0, 0, 0, 0] as const;
const RIDGE = 10;
/** Shares of the newest residual in the two moods. */
const NOW = 0.3;
const LATELY = 0.05;
/** A user's mean residual per tag is shrunk as by this many ratings without one. */
const TAG_SHRINKAGE = 10;
const TAGS_PER_USER = 128;

/** Who rates what; tags (genre, category, brand …) are what the item is about, if known. */
export interface RatingInput extends UserItem {
  readonly tags?: readonly string[] | undefined;
}

/** Settings of {@link createRatingModel}. */
export interface RatingOptions {
  /** Length of the taste vectors; default 16. */
  readonly factors?: number;
  /** Users kept at most; default 20,000. */
  readonly maxUsers?: number;
  /** Items kept at most; default 20,000. */
  readonly maxItems?: number;
}

/** What is kept of one user beside the factors. */
export interface RaterState {
  count: number;
  now: number;
  lately: number;
  readonly tags: BoundedIndex;
  /** Per tag slot the sum of residuals and their number. */
  readonly tagSums: number[];
}

/** State of {@link createRatingModel}. */
export interface RatingState {
  readonly factorisation: MatrixFactorisationState;
  readonly raterIndex: BoundedIndex;
  readonly raters: RaterState[];
  /** How often each item was rated, by its slot in the factorisation. */
  readonly itemCounts: number[];
  readonly stack: LeastSquaresState;
}

/**
 * Predicts ratings: biased matrix factorisation, what the user's last ratings say about their present mood, and
 * their taste in tags, stacked by recursive least squares (stacked generalisation: Wolpert 1992, learned online).
 *
 * `r̂ = μ + σ·w·x`, where `σ` is the deviation of the ratings and `x`, in units of it, holds a constant, both biases, the factor product, the user's residual averaged over
 * the last ratings at two speeds, `Σ_tags (Σ residuals / (n + 10)) / √tags`, and the logarithms of how much user
 * and item were rated. Label: the rating. Bytes: the factorisation plus about 5 kB for a user with 128 tags.
 *
 * @example
 * const model = createRatingModel();
 * const state = model.create();
 * for (let i = 0; i < 20; i += 1) {
 *   model.learnOne(state, { user: 'ann', item: `comedy ${i}`, tags: ['comedy'] }, 5);
 *   model.learnOne(state, { user: 'ann', item: `horror ${i}`, tags: ['horror'] }, 1);
 * }
 * model.predictOne(state, { user: 'ann', item: 'new', tags: ['comedy'] }); // well above the same with 'horror'
 */
export function createRatingModel(
  options: RatingOptions = {},
): ExplainableModel<RatingState, RatingInput, number> {
  const { factors = 16, maxUsers = 20_000, maxItems = 20_000 } = options;
  const factorisation = createMatrixFactorisation({ factors, maxUsers, maxItems });

  /** In standard deviations of the ratings, so that the stack's prior means the same on every scale. */
  function signals(state: RatingState, input: RatingInput): number[] {
    const { userBias, itemBias, taste } = predictRatingParts(state.factorisation, input, factors);
    const unit = 1 / ratingDeviation(state.factorisation);
    const rater = state.raters[findSlot(state.raterIndex, input.user)];
    const rated = state.itemCounts[findSlot(state.factorisation.items, input.item)] ?? 0;
    return [
      1,
      userBias * unit,
      itemBias * unit,
      taste * unit,
      (rater?.now ?? 0) * unit,
      (rater?.lately ?? 0) * unit,
      rater ? tagTaste(rater, input.tags ?? []) * unit : 0,
      Math.log1p(rater?.count ?? 0) / 5,
      Math.log1p(rated) / 5,
    ];
  }

  function predict(state: RatingState, inputs: readonly number[]): number {
    const { mean, lowest, highest } = state.factorisation;
    const gap = ratingDeviation(state.factorisation) * predictLeastSquares(state.stack, inputs);
    return Math.min(highest, Math.max(lowest, mean + gap));
  }

  return {
    name: 'rating',
    version: 3,
    create: () => ({
      factorisation: factorisation.create(),
      raterIndex: createBoundedIndex(),
      raters: [],
      itemCounts: [],
      stack: createLeastSquares(PRIOR, RIDGE),
    }),
    predictOne: (state, input) => predict(state, signals(state, input)),
    learnOne(state, input, rating) {
      const label = clipRating(rating);
      // The very first rating has no mean to differ from.
      if (state.factorisation.count > 0) {
        const gap = (label - state.factorisation.mean) / ratingDeviation(state.factorisation);
        learnLeastSquares(state.stack, signals(state, input), gap);
      }
      const knownItems = state.factorisation.items.names.length;
      factorisation.learnOne(state.factorisation, input, label);
      const item = findSlot(state.factorisation.items, input.item);
      state.itemCounts[item] = item < knownItems ? (state.itemCounts[item] ?? 0) + 1 : 1;
      const { mean, userBias, itemBias } = predictRatingParts(state.factorisation, input, factors);
      learnRater(
        claimRater(state, input.user, maxUsers),
        input.tags ?? [],
        label - mean - userBias - itemBias,
      );
      return state;
    },
    explainOne(state, input) {
      const inputs = signals(state, input);
      const prediction = predict(state, inputs);
      const { mean } = state.factorisation;
      const unit = ratingDeviation(state.factorisation);
      return {
        prediction,
        total: prediction,
        unit: 'value',
        contributions: collectContributions((add) => {
          add('(mean)', mean);
          for (const [i, name] of SIGNALS.entries())
            add(name, unit * (state.stack.weights[i] ?? 0) * (inputs[i] ?? 0));
          add('(range)', prediction - mean - unit * predictLeastSquares(state.stack, inputs));
        }),
      };
    },
  };
}

function claimRater(state: RatingState, user: string, maxUsers: number): RaterState {
  const claimed = claimSlot(state.raterIndex, user, maxUsers);
  const slot = claimed < 0 ? ~claimed : claimed;
  const known = claimed < 0 ? undefined : state.raters[slot];
  if (known) return known;
  const created: RaterState = { count: 0, now: 0, lately: 0, tags: createBoundedIndex(), tagSums: [] };
  state.raters[slot] = created;
  return created;
}

function learnRater(rater: RaterState, tags: readonly string[], residual: number): void {
  rater.count += 1;
  rater.now += NOW * (residual - rater.now);
  rater.lately += LATELY * (residual - rater.lately);
  for (const tag of tags) {
    const claimed = claimSlot(rater.tags, tag, TAGS_PER_USER);
    const at = (claimed < 0 ? ~claimed : claimed) * 2;
    rater.tagSums[at] = (claimed < 0 ? 0 : (rater.tagSums[at] ?? 0)) + residual;
    rater.tagSums[at + 1] = (claimed < 0 ? 0 : (rater.tagSums[at + 1] ?? 0)) + 1;
  }
}

function tagTaste(rater: RaterState, tags: readonly string[]): number {
  let sum = 0;
  for (const tag of tags) {
    const at = findSlot(rater.tags, tag) * 2;
    if (at >= 0) sum += (rater.tagSums[at] ?? 0) / ((rater.tagSums[at + 1] ?? 0) + TAG_SHRINKAGE);
  }
  return tags.length === 0 ? 0 : sum / Math.sqrt(tags.length);
}

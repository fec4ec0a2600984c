import { type CoOccurrenceState, createCoOccurrence, scoreRelated } from './co-occurrence.ts';
import { collectContributions } from './contributions.ts';
import { type Candidate, diversify, isAmongBest, keepBest, novelScore } from './diversify.ts';
import { findItem, itemName } from './item-catalogue.ts';
import {
  clearPopularity,
  createItemPopularity,
  type ItemPopularity,
  popularityShare,
  touchItem,
} from './item-popularity.ts';
import {
  createMatrixFactorisation,
  type MatrixFactorisationState,
  predictRatingParts,
  ratingDeviation,
  type UserItem,
} from './matrix-factorisation.ts';
import type { ItemisedModel } from './online-model.ts';
import { createItemTags, describeItem, type ItemTags, tagFit, tasteOf } from './tag-affinity.ts';
import {
  createUserNeighbours,
  learnUserItem,
  scoreSimilarUsers,
  type UserNeighbours,
} from './user-neighbours.ts';

/** Why an item is recommended: what gave it most. */
export type RecommendationReason =
  | { readonly kind: 'goes-with'; readonly item: string }
  | { readonly kind: 'similar-users' }
  | { readonly kind: 'popular' };

/** One recommended item; scores order one answer and mean nothing across answers. */
export interface Recommendation {
  readonly item: string;
  readonly score: number;
  readonly reason: RecommendationReason;
}

/** What is asked: something for this user, who touched these items (oldest first; they are not recommended). */
export interface RecommendationRequest {
  readonly user: string;
  readonly history: readonly string[];
  /** Items wanted; default 10. */
  readonly limit?: number;
  /** 0 = by score alone (default) … 1 = as different from each other as tags tell. */
  readonly diversity?: number;
  /** 0 = popular items as they come (default) … 1 = a popular item must score as much higher as it is more popular. */
  readonly novelty?: number;
}

/** What happened then: the next item, what it is about, and how it was rated, if known. */
export interface ItemTouch {
  readonly item: string;
  readonly tags?: readonly string[];
  readonly rating?: number;
}

/** Settings of {@link createRecommender}. */
export interface RecommenderOptions {
  /** How much tag fit raises a score; default 1. */
  readonly tagWeight?: number;
  /** Share of similar users' votes against co-occurrence; default 0.1. */
  readonly userWeight?: number;
  /** Share of decayed popularity; default 0.02: enough to order a cold start. */
  readonly popularityWeight?: number;
  /** By how much (in logarithms) a standard deviation of expected rating raises a score; default 0.1. */
  readonly ratingWeight?: number;
  /** Events after which a touch counts half for popularity; default 5,000. */
  readonly popularityHalfLife?: number;
  /** Users kept at most; default 20,000. */
  readonly maxUsers?: number;
  /** Items kept at most; default 20,000. */
  readonly maxItems?: number;
}

/** State of {@link createRecommender}: its parts, all but the ratings on the slots of one catalogue. */
export interface RecommenderState {
  readonly together: CoOccurrenceState;
  readonly tags: ItemTags;
  readonly popularity: ItemPopularity;
  readonly users: UserNeighbours;
  readonly ratings: MatrixFactorisationState;
}

const FACTORS = 16;
const MAX_TAGS = 4_096;
/** An expected rating counts up to this many standard deviations from the mean. */
const MOST_LIKED = 4;
/**
 * How many candidates per wanted item go on to have their rating predicted, which costs more than all the rest, and
 * to be diversified.
 */
const POOL = 10;

/**
 * Recommends items: windowed co-occurrence, similar users and decayed popularity, each scaled to its best item
 * and added up, times how well the item's tags and its expected rating fit; then diversified and explained.
 *
 * `score = (together + w_u·similar users + w_p·popularity) · (1 + w_t·tag fit) · e^(w_r·(r̂ − μ)/σ)`.
 * Label: the item touched next. Explanation: what each part gives to the score of one item. Bytes: about `40 · 500` per item at most, 600 per user.
 *
 * @example
 * const model = createRecommender();
 * const state = model.create();
 * model.learnOne(state, { user: 'ann', history: ['tent'] }, { item: 'stove', tags: ['camping'] });
 * model.predictOne(state, { user: 'bob', history: ['tent'] });
 * // [{ item: 'stove', reason: { kind: 'goes-with', item: 'tent' }, score: … }]
 */
export function createRecommender(
  options: RecommenderOptions = {},
): ItemisedModel<RecommenderState, RecommendationRequest, Recommendation[], ItemTouch, string> {
  const { tagWeight = 1, userWeight = 0.1, popularityWeight = 0.02, ratingWeight = 0.1 } = options;
  const { popularityHalfLife = 5_000, maxUsers = 20_000, maxItems = 20_000 } = options;
  const together = createCoOccurrence({ maxItems });
  const ratings = createMatrixFactorisation({ factors: FACTORS, maxUsers, maxItems });

  /** All that a request says about every item, each part scaled to its best item. */
  function createScorer(state: RecommenderState, request: RecommendationRequest) {
    const { catalogue } = state.together;
    const related = scoreRelated(state.together, request.history);
    const similar = scoreSimilarUsers(state.users, catalogue, request.user);
    const taste = tasteOf(
      state.tags,
      request.history.slice(-20).map((item) => findItem(catalogue, item)),
    );
    const perTogether = 1 / largestOf(related.scores);
    const perUser = userWeight / largestOf(similar);
    const perWeight = popularityWeight / largestOf(state.popularity.weights);
    return {
      related,
      withItem: (slot: number): number => (related.scores[slot] ?? 0) * perTogether,
      byUsers: (slot: number): number => (similar[slot] ?? 0) * perUser,
      byAll: (slot: number): number => (state.popularity.weights[slot] ?? 0) * perWeight,
      fit: (slot: number): number => 1 + tagWeight * tagFit(state.tags, slot, taste),
    };
  }

  /** By what factor the rating expected of this user raises a score. */
  function likedBy(state: RecommenderState, input: UserItem): number {
    if (ratingWeight === 0 || state.ratings.count === 0) return 1;
    const { itemBias, taste } = predictRatingParts(state.ratings, input, FACTORS);
    const liked = (itemBias + taste) / ratingDeviation(state.ratings);
    return Math.exp(ratingWeight * Math.min(MOST_LIKED, Math.max(-MOST_LIKED, liked)));
  }

  function candidates(state: RecommenderState, request: RecommendationRequest): Candidate[] {
    const { catalogue } = state.together;
    const seen = new Set<number>();
    for (const item of request.history) seen.add(findItem(catalogue, item));
    const scorer = createScorer(state, request);
    const { related } = scorer;
    const pool = (request.limit ?? 10) * POOL;
    // Popularity alone is a reason only while there are too few better ones.
    const enough = related.slots.length >= pool;
    const found: Candidate[] = [];
    for (let slot = 0; slot < catalogue.generations.length; slot += 1) {
      const withItem = scorer.withItem(slot);
      const byUsers = scorer.byUsers(slot);
      const byAll = scorer.byAll(slot);
      const base = withItem + byUsers + byAll;
      if (base === 0 || (enough && withItem + byUsers === 0) || seen.has(slot)) continue;
      const score = base * scorer.fit(slot);
      if (!isAmongBest(found, score, pool)) continue;
      const strongest =
        withItem >= byUsers && withItem >= byAll
          ? 'goes-with'
          : byUsers >= byAll
            ? 'similar-users'
            : 'popular';
      const share = popularityShare(state.popularity, slot);
      const because = related.because[slot] ?? slot;
      keepBest(found, { slot, score, share, reason: strongest, because }, pool);
    }
    return found.map((candidate) => {
      const item = itemName(catalogue, candidate.slot);
      return { ...candidate, score: candidate.score * likedBy(state, { user: request.user, item }) };
    });
  }

  return {
    name: 'recommender',
    version: 3,
    create: () => ({
      together: together.create(),
      tags: createItemTags(),
      popularity: createItemPopularity(),
      users: createUserNeighbours(),
      ratings: ratings.create(),
    }),
    predictOne(state, request) {
      const { catalogue } = state.together;
      return diversify(candidates(state, request), state.tags, request).map(
        ({ slot, score, reason, because }) => ({
          item: itemName(catalogue, slot),
          score,
          reason:
            reason === 'goes-with' ? { kind: reason, item: itemName(catalogue, because) } : { kind: reason },
        }),
      );
    },
    learnOne(state, { user, history }, { item, tags, rating }) {
      const { catalogue } = state.together;
      const generation = catalogue.generations[findItem(catalogue, item)];
      together.learnOne(state.together, history, item);
      const slot = findItem(catalogue, item);
      if (slot < 0) return state;
      if (generation !== catalogue.generations[slot]) {
        clearPopularity(state.popularity, slot);
        state.users.usersOf[slot] = [];
        state.tags.tagsOf[slot] = [];
      }
      touchItem(state.popularity, slot, popularityHalfLife);
      learnUserItem(state.users, catalogue, { user, slot }, maxUsers);
      if (tags) describeItem(state.tags, slot, tags, MAX_TAGS);
      if (rating !== undefined) ratings.learnOne(state.ratings, { user, item }, rating);
      return state;
    },
    explainOne(state, request, item) {
      const { catalogue } = state.together;
      const slot = findItem(catalogue, item);
      const { related, withItem, byUsers, byAll, fit } = createScorer(state, request);
      const base = withItem(slot) + byUsers(slot) + byAll(slot);
      const fitting = base * fit(slot);
      const liked = fitting * likedBy(state, { user: request.user, item });
      const share = popularityShare(state.popularity, slot);
      const total = novelScore({ score: liked, share }, request.novelty ?? 0);
      const contributions = collectContributions((add) => {
        add(`goes with ${itemName(catalogue, related.because[slot] ?? -1)}`, withItem(slot));
        add('similar users', byUsers(slot));
        add('popularity', byAll(slot));
        add('tags', fitting - base);
        add('expected rating', liked - fitting);
        add('novelty', total - liked);
      });
      return { prediction: total, total, unit: 'value', contributions };
    },
  };
}

/** The largest value, or 1 when there is none above 0: something to divide by. */
function largestOf(scores: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < scores.length; i += 1) largest = Math.max(largest, scores[i] ?? 0);
  return largest > 0 ? largest : 1;
}

import { claimSlot, createBoundedIndex, findSlot } from './bounded-index.ts';
import { collectContributions } from './contributions.ts';
import { expectTags, weightsOn } from './interest-experts.ts';
import { createUserInterests, type InterestState, type UserInterests } from './interest-state.ts';
import { claimItem, createItemCatalogue, findItem, itemId, itemName, slotOfItem } from './item-catalogue.ts';
import { addNeighbour, clearNeighbours, createNeighbourTable } from './neighbour-table.ts';
import type { ItemisedModel } from './online-model.ts';

const DAY_MS = 86_400_000;
const TAGS_PER_USER = 128;
const RELATED_PER_TAG = 200;
/** How far one tag moves the shares of the experts. */
const SHARE_STEP = 0.002;

/** Who is asked about, and when (epoch ms). */
export interface InterestQuestion {
  readonly user: string;
  readonly at: number;
}

/** A tag and the probability that the user's next touch is of it. */
export interface ExpectedTag {
  readonly tag: string;
  readonly probability: number;
}

/** Settings of {@link createInterestModel}. */
export interface InterestOptions {
  /** Candidate half-lives in days, fastest first; default 7, 30, 120 and never. */
  readonly halfLifeDays?: readonly number[];
  /** Users kept at most; default 20,000. */
  readonly maxUsers?: number;
  /** Tags kept at most; default 4,096. */
  readonly maxTags?: number;
}

/**
 * What a user will be interested in next: tag weights that fade at several half-lives at once, a crowd prior, and
 * tags that go with what they like.
 *
 * `P(tag) = Σ_h share_h · P_h(tag)`. The shares of the half-lives (and of the related tags) are learned by
 * prequential likelihood: yesterday's weights predict each tag of today, `share_h += η·(r_h − share_h)` with
 * `r_h ∝ share_h·P_h(tag)` (online EM for mixture weights, Cappé, Moulines 2009). A day's n-th touch of a tag adds
 * `√n − √(n − 1)`: ten touches in one sitting are not ten interests. Events must come in time order to the day.
 * Label: the tag touched. Prediction: every tag, most probable first. Explanation: what each half-life, the crowd
 * and related tags give to the probability of one. Bytes: at most `128 · 8 · 5` per user.
 *
 * @example
 * const model = createInterestModel();
 * const state = model.create();
 * model.learnOne(state, { user: 'ann', at: 0 }, 'tents');
 * model.learnOne(state, { user: 'bob', at: 0 }, 'lamps');
 * model.predictOne(state, { user: 'ann', at: 86_400_000 })[0]; // tents
 */
export function createInterestModel(
  options: InterestOptions = {},
): ItemisedModel<InterestState, InterestQuestion, ExpectedTag[], string, string> {
  const { halfLifeDays = [7, 30, 120, Number.POSITIVE_INFINITY] } = options;
  const { maxUsers = 20_000, maxTags = 4_096 } = options;
  const experts = halfLifeDays.length + 1;
  const expect = (state: InterestState, { user, at }: InterestQuestion): Float64Array[] => {
    const known = state.interests[findSlot(state.users, user)] ?? createUserInterests(0);
    const weights = weightsOn(state, known, Math.floor(at / DAY_MS), halfLifeDays);
    return expectTags(state, weights, halfLifeDays.length);
  };

  return {
    name: 'interest',
    version: 2,
    create: () => ({
      tags: createItemCatalogue(),
      crowd: [],
      crowdTotal: 0,
      related: createNeighbourTable(),
      shares: new Array<number>(experts).fill(1 / experts),
      users: createBoundedIndex(),
      interests: [],
    }),
    predictOne(state, question) {
      const expected = expect(state, question);
      const tags: ExpectedTag[] = [];
      for (let slot = 0; slot < state.tags.generations.length; slot += 1) {
        let probability = 0;
        for (const [i, byTag] of expected.entries())
          probability += (state.shares[i] ?? 0) * (byTag[slot] ?? 0);
        tags.push({ tag: itemName(state.tags, slot), probability });
      }
      return tags.sort((a, b) => b.probability - a.probability || (a.tag < b.tag ? -1 : 1));
    },
    learnOne(state, { user, at }, label) {
      const day = Math.floor(at / DAY_MS);
      const claimed = claimSlot(state.users, user, maxUsers);
      const slot = claimed < 0 ? ~claimed : claimed;
      const interests = (claimed < 0 ? undefined : state.interests[slot]) ?? createUserInterests(day);
      state.interests[slot] = interests;
      const tag = claimTag(state, label, maxTags);
      if (day > interests.day) closeDay(state, interests, { day, halfLifeDays });
      const id = itemId(state.tags, tag);
      const today = interests.todayIds.indexOf(id);
      if (today >= 0) interests.todayCounts[today] = (interests.todayCounts[today] ?? 0) + 1;
      else if (interests.todayIds.length < TAGS_PER_USER) {
        interests.todayIds.push(id);
        interests.todayCounts.push(1);
      }
      state.crowd[tag] = (state.crowd[tag] ?? 0) + 1;
      state.crowdTotal += 1;
      return state;
    },
    explainOne(state, question, tag) {
      const slot = findItem(state.tags, tag);
      const amounts = expect(state, question).map((byTag, i) => (state.shares[i] ?? 0) * (byTag[slot] ?? 0));
      const prediction = amounts.reduce((sum, amount) => sum + amount, 0);
      const contributions = collectContributions((add) => {
        amounts.forEach((amount, i) => {
          const days = halfLifeDays[i];
          if (days === undefined) add('related tags', amount);
          else add(Number.isFinite(days) ? `half-life of ${days} days` : 'never fading', amount);
        });
      });
      return { prediction, total: prediction, unit: 'probability', contributions };
    },
  };
}

/** Judges the experts by the day that is over, then takes it into the weights, which become those of `day`. */
function closeDay(
  state: InterestState,
  user: UserInterests,
  { day, halfLifeDays }: { readonly day: number; readonly halfLifeDays: readonly number[] },
): void {
  if (user.ids.length > 0) learnShares(state, user, halfLifeDays);
  countRelated(state, user.todayIds);
  const weights = [...weightsOn(state, user, day, halfLifeDays)]
    .sort((a, b) => (b[1].at(-1) ?? 0) - (a[1].at(-1) ?? 0) || a[0] - b[0])
    .slice(0, TAGS_PER_USER);
  user.ids = weights.map(([slot]) => itemId(state.tags, slot));
  user.weights = weights.flatMap(([, byHalfLife]) => byHalfLife);
  user.todayIds = [];
  user.todayCounts = [];
  user.day = day;
}

function learnShares(state: InterestState, user: UserInterests, halfLifeDays: readonly number[]): void {
  const before = { ...user, todayIds: [], todayCounts: [] };
  const expected = expectTags(state, weightsOn(state, before, user.day, halfLifeDays), halfLifeDays.length);
  for (const id of user.todayIds) {
    const slot = slotOfItem(state.tags, id);
    if (slot < 0) continue;
    const likelihoods = expected.map((byTag, i) => (state.shares[i] ?? 0) * (byTag[slot] ?? 0));
    const total = likelihoods.reduce((sum, likelihood) => sum + likelihood, 0);
    if (total === 0) continue;
    for (const [i, likelihood] of likelihoods.entries()) {
      const share = state.shares[i] ?? 0;
      state.shares[i] = share + SHARE_STEP * (likelihood / total - share);
    }
  }
}

function countRelated(state: InterestState, ids: readonly number[]): void {
  for (const id of ids) {
    const slot = slotOfItem(state.tags, id);
    for (const other of ids) {
      if (slot >= 0 && other !== id) {
        addNeighbour(state.related, slot, { id: other, weight: 1 }, RELATED_PER_TAG);
      }
    }
  }
}

function claimTag(state: InterestState, tag: string, maxTags: number): number {
  const claimed = claimItem(state.tags, tag, maxTags);
  if (claimed >= 0) return claimed;
  clearNeighbours(state.related, ~claimed);
  state.crowdTotal -= state.crowd[~claimed] ?? 0;
  state.crowd[~claimed] = 0;
  return ~claimed;
}

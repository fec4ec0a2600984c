import type { InterestState, UserInterests } from './interest-state.ts';
import { slotOfItem } from './item-catalogue.ts';
import { NEIGHBOUR_CELLS } from './neighbour-row.ts';

/** How many touches of the whole crowd every user is thought to bring along. */
const CROWD_PRIOR = 10;
/** How many co-touches of the whole crowd every pair of tags is thought to bring along. */
const RELATED_PRIOR = 5;

/** A user's weights as of a day: by tag slot, one list for each half-life. */
export type WeightsBySlot = ReadonlyMap<number, readonly number[]>;

/** The factor by which weights fade over some days at each half-life (days; Infinity = never). */
export function fadeOver(days: number, halfLives: readonly number[]): number[] {
  return halfLives.map((halfLife) => 2 ** (-Math.max(0, days) / halfLife));
}

/** The user's weights faded to a day, with what was touched on an earlier, unfinished day added in. */
export function weightsOn(
  state: InterestState,
  user: UserInterests,
  day: number,
  halfLives: readonly number[],
): WeightsBySlot {
  const fade = fadeOver(day - user.day, halfLives);
  const weights = new Map<number, number[]>();
  for (const [i, id] of user.ids.entries()) {
    const slot = slotOfItem(state.tags, id);
    if (slot < 0) continue;
    weights.set(
      slot,
      fade.map((factor, h) => factor * (user.weights[i * halfLives.length + h] ?? 0)),
    );
  }
  for (const [i, id] of user.todayIds.entries()) {
    const slot = slotOfItem(state.tags, id);
    if (slot < 0) continue;
    const touched = Math.sqrt(user.todayCounts[i] ?? 0);
    const known = weights.get(slot) ?? halfLives.map(() => 0);
    weights.set(
      slot,
      known.map((weight, h) => weight + touched * (fade[h] ?? 0)),
    );
  }
  return weights;
}

/**
 * What each expert expects the next tag to be: one probability per tag slot from every half-life,
 * `(w(tag) + 10·crowd(tag)) / (Σw + 10)`, and one from tags that go with what is liked,
 * `Σ_liked share · (pairs + 5·crowd) / (n + 5)`.
 */
export function expectTags(
  state: InterestState,
  weights: WeightsBySlot,
  halfLifeCount: number,
): Float64Array[] {
  const size = state.tags.generations.length;
  const crowd = Float64Array.from({ length: size }, (_, slot) => (state.crowd[slot] ?? 0) / state.crowdTotal);
  const experts: Float64Array[] = [];
  for (let h = 0; h < halfLifeCount; h += 1) {
    let total = CROWD_PRIOR;
    for (const byHalfLife of weights.values()) total += byHalfLife[h] ?? 0;
    const expected = crowd.map((share) => (CROWD_PRIOR * share) / total);
    for (const [slot, byHalfLife] of weights) {
      expected[slot] = (expected[slot] ?? 0) + (byHalfLife[h] ?? 0) / total;
    }
    experts.push(expected);
  }
  experts.push(expectRelated(state, weights, crowd));
  return experts;
}

/** The slowest half-life is the last one: what is liked at all decides what is related. */
function expectRelated(state: InterestState, weights: WeightsBySlot, crowd: Float64Array): Float64Array {
  const expected = new Float64Array(crowd.length);
  let liked = 0;
  for (const byHalfLife of weights.values()) liked += byHalfLife.at(-1) ?? 0;
  if (liked === 0) return crowd;
  let fromCrowd = 0;
  for (const [slot, byHalfLife] of weights) {
    const share = (byHalfLife.at(-1) ?? 0) / liked;
    const per = share / ((state.related.slowTotals[slot] ?? 0) + RELATED_PRIOR);
    const related = state.related.rows[slot] ?? [];
    fromCrowd += per * RELATED_PRIOR;
    for (let at = 0; at < related.length; at += NEIGHBOUR_CELLS) {
      const other = slotOfItem(state.tags, related[at] ?? -1);
      if (other >= 0) expected[other] = (expected[other] ?? 0) + per * (related[at + 1] ?? 0);
    }
  }
  for (let slot = 0; slot < crowd.length; slot += 1) {
    expected[slot] = (expected[slot] ?? 0) + fromCrowd * (crowd[slot] ?? 0);
  }
  return expected;
}

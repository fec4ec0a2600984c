import { dayOf } from '../profile/days.ts';
import { dayMs } from '../profile/decay.ts';
import { type HalfLifePair, halfLivesOf, type TagHalfLives } from '../profile/half-lives.ts';
import type { Profile } from '../profile/profile.ts';
import { rateHalfLives } from '../profile/rate.ts';
import { highEdge, testEdges } from './passes-test.ts';
import { rateIndex, rateKinds, readRate, timeOf } from './read-essential-measure.ts';
import type { Comparison, DaysSinceMeasure, RateMeasure, TagMeasure } from './rule.ts';
import { currentTags, firstSignChange, measuredTags, type TagCurve } from './tag-curve.ts';

/**
 * How long (ms) after `now` one comparison can turn by time alone: one entry per reason, `undefined` where that reason
 * never comes about.
 */
export function comparisonTurns(
  { of, is }: Comparison,
  profile: Profile,
  { now, halfLives }: { readonly now: number; readonly halfLives: TagHalfLives },
): readonly (number | undefined)[] {
  const edges = testEdges(is);
  if (edges.length === 0) return [];
  switch (of.measure) {
    case 'days-since':
      return turnsOfDays(of, profile, { now, edges });
    case 'window':
      // A day enters the window at its first midnight (UTC), which a fast clock can put ahead, and leaves it later.
      return Object.keys(profile.days)
        .flatMap((day) => [Number(day), Number(day) + of.days])
        .filter((day) => day > dayOf(now))
        .map((day) => day * dayMs - now);
    case 'rate':
      return turnsOfRate(of, profile, { now, edges });
    case 'tag':
      return turnsOfTag(of, profile, { now, edges, halfLives: halfLivesOf(halfLives, of.family) });
    case 'trait':
    case 'events':
    case 'count':
    case 'value':
    case 'engagement':
    case 'channel':
    case 'environment':
    case 'psychographic':
    case 'social':
    case 'prediction':
      return [];
  }
}

interface Turning {
  readonly now: number;
  readonly edges: readonly number[];
}

function turnsOfDays(
  measure: DaysSinceMeasure,
  profile: Profile,
  { now, edges }: Turning,
): readonly (number | undefined)[] {
  const at = timeOf(measure, profile);
  if (at === undefined) return [];
  return edges.map((edge) => notPast(at + edge * dayMs - now));
}

function turnsOfRate(
  measure: RateMeasure,
  profile: Profile,
  { now, edges }: Turning,
): readonly (number | undefined)[] {
  const index = rateIndex[measure.halfLife];
  const perDay = readRate(measure, profile, now);
  const turns: (number | undefined)[] = [];
  for (const kind of rateKinds(measure)) {
    const rate = profile.rates[kind];
    if (rate === undefined) continue;
    // A rate does not decay before its own time, which a sender's fast clock can put ahead of now.
    if (rate[4] > now) turns.push(rate[4] - now);
  }
  for (const edge of edges) {
    if (edge > 0 && perDay >= edge) turns.push(rateHalfLives[index] * Math.log2(perDay / edge));
  }
  return turns;
}

function turnsOfTag(
  measure: TagMeasure,
  profile: Profile,
  { now, edges, halfLives }: Turning & { readonly halfLives: HalfLifePair },
): readonly (number | undefined)[] {
  const family = Object.hasOwn(profile.interests, measure.family)
    ? (profile.interests[measure.family] ?? {})
    : {};
  const { mine, others } = measuredTags(measure, currentTags(family, { now, halfLives }));
  if (mine === undefined) return [];
  const turn = (fast: number, slow: number, offset = 0): number | undefined =>
    firstSignChange({ fast, slow, offset }, halfLives);
  switch (measure.read) {
    case 'count':
      return [];
    case 'fast':
      return edges.map((edge) => turn(mine.fast, 0, -edge));
    case 'slow':
      return edges.map((edge) => turn(0, mine.slow, -edge));
    case 'weight':
      return edges.map((edge) => turn(mine.fast / 2, mine.slow / 2, -edge));
    case 'share':
      return turnsOfShare(mine, others, edges, turn);
    case 'rank':
      return turnsOfRank(mine, others, turn);
  }
}

/**
 * A share passes an edge where `mine − edge · (sum of the positive weights)` changes its sign, and while no weight
 * changes its own, that is a sum of two exponentials again.
 */
function turnsOfShare(
  mine: TagCurve,
  others: readonly TagCurve[],
  edges: readonly number[],
  turn: (fast: number, slow: number) => number | undefined,
): readonly (number | undefined)[] {
  const all = [mine, ...others];
  const positive = all.filter(({ fast, slow }) => fast + slow > 0);
  const fast = positive.reduce((sum, curve) => sum + curve.fast, 0);
  const slow = positive.reduce((sum, curve) => sum + curve.slow, 0);
  return [
    ...all.map((curve) => turn(curve.fast, curve.slow)),
    ...edges.map((edge) => turn(mine.fast - edge * fast, mine.slow - edge * slow)),
  ];
}

/** A rank turns where another weight passes the `highEdge` of mine, which lies on its other side below zero. */
function turnsOfRank(
  mine: TagCurve,
  others: readonly TagCurve[],
  turn: (fast: number, slow: number) => number | undefined,
): readonly (number | undefined)[] {
  const edge = highEdge(Math.sign(mine.fast + mine.slow)) * Math.sign(mine.fast + mine.slow);
  return [
    turn(mine.fast, mine.slow),
    ...others.map((other) => turn(mine.fast * edge - other.fast, mine.slow * edge - other.slow)),
  ];
}

function notPast(elapsedMs: number): number | undefined {
  return elapsedMs < 0 ? undefined : elapsedMs;
}

import { dayOf } from '../profile/days.ts';
import { dayMs } from '../profile/decay.ts';
import { type HalfLifePair, halfLivesOf, type TagHalfLives } from '../profile/half-lives.ts';
import type { Profile } from '../profile/profile.ts';
import { rateHalfLives } from '../profile/rate.ts';
import { highEdge, testEdges } from './passes-test.ts';
import { rateIndex, rateKinds, readRate, timeOf } from './read-essential-measure.ts';
import type {
  Comparison,
  DaysSinceMeasure,
  Measure,
  RateMeasure,
  TagMeasure,
  WindowMeasure,
} from './rule.ts';
import { currentTags, firstSignChange, measuredTags, type TagCurve } from './tag-curve.ts';

/**
 * How long (ms) after `now` one comparison can first turn by time alone; infinite when it never will.
 *
 * It runs for every comparison and every event, so it makes no lists where it need not.
 */
export function firstTurn(
  { of, is }: Comparison,
  profile: Profile,
  { now, halfLives }: { readonly now: number; readonly halfLives: TagHalfLives },
): number {
  if (!dependsOnTime(of)) return Number.POSITIVE_INFINITY;
  const edges = testEdges(is);
  if (edges.length === 0) return Number.POSITIVE_INFINITY;
  switch (of.measure) {
    case 'days-since':
      return turnOfDays(of, profile, { now, edges });
    case 'window':
      return turnOfWindow(of, profile, now);
    case 'rate':
      return turnOfRate(of, profile, { now, edges });
    case 'tag':
      return first(turnsOfTag(of, profile, { now, edges, halfLives: halfLivesOf(halfLives, of.family) }));
  }
}

type TimedMeasure = DaysSinceMeasure | WindowMeasure | RateMeasure | TagMeasure;

function dependsOnTime(measure: Measure): measure is TimedMeasure {
  const { measure: name } = measure;
  return name === 'days-since' || name === 'window' || name === 'rate' || name === 'tag';
}

interface Turning {
  readonly now: number;
  readonly edges: readonly number[];
}

function turnOfDays(measure: DaysSinceMeasure, profile: Profile, { now, edges }: Turning): number {
  const at = timeOf(measure, profile);
  let soonest = Number.POSITIVE_INFINITY;
  if (at === undefined) return soonest;
  for (const edge of edges) {
    const elapsedMs = at + edge * dayMs - now;
    if (elapsedMs >= 0 && elapsedMs < soonest) soonest = elapsedMs;
  }
  return soonest;
}

/** A day enters the window at its first midnight (UTC), which a fast clock can put ahead, and leaves it later. */
function turnOfWindow(measure: WindowMeasure, { days }: Profile, now: number): number {
  const today = dayOf(now);
  let soonest = Number.POSITIVE_INFINITY;
  for (const key of Object.keys(days)) {
    const enters = Number(key);
    const turn = enters > today ? enters : enters + measure.days;
    if (turn > today && turn < soonest) soonest = turn;
  }
  return soonest * dayMs - now;
}

function turnOfRate(measure: RateMeasure, profile: Profile, { now, edges }: Turning): number {
  const index = rateIndex[measure.halfLife];
  const perDay = readRate(measure, profile, now);
  let soonest = Number.POSITIVE_INFINITY;
  for (const kind of rateKinds(measure)) {
    const rate = profile.rates[kind];
    // A rate does not decay before its own time, which a sender's fast clock can put ahead of now.
    if (rate !== undefined && rate[4] > now) soonest = Math.min(soonest, rate[4] - now);
  }
  for (const edge of edges) {
    if (edge > 0 && perDay >= edge)
      soonest = Math.min(soonest, rateHalfLives[index] * Math.log2(perDay / edge));
  }
  return soonest;
}

function first(turns: readonly (number | undefined)[]): number {
  return turns.reduce<number>(
    (soonest, turn) => Math.min(soonest, turn ?? soonest),
    Number.POSITIVE_INFINITY,
  );
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

import { dayOf } from '../profile/days.ts';
import { dayMs } from '../profile/decay.ts';
import { defaultTagHalfLives, type HalfLifePair, halfLivesOf } from '../profile/half-lives.ts';
import type { Profile } from '../profile/profile.ts';
import { rateHalfLives } from '../profile/rate.ts';
import { matchesSegment, type SegmentContext } from './matches-segment.ts';
import { testEdges } from './passes-test.ts';
import { rateIndex, rateKinds, readRate, timeOf } from './read-measure.ts';
import type { Comparison, DaysSinceMeasure, RateMeasure, SegmentRule, TagMeasure } from './rule.ts';
import { currentTags, firstSignChange, type TagCurve } from './tag-curve.ts';

/** Comparisons that turn without changing the outcome are passed over, up to so many in one call. */
const mostSteps = 40;

/**
 * The earliest time (whole epoch ms, after `now`) at which a profile can enter or leave a segment although no event
 * arrives, because weights decay or time passes; `undefined` when it never will (within 100 years).
 *
 * Never late: between `now` and the answer the outcome is the same. It may be early, by rounding or when many
 * comparisons turn before the outcome does; asking again at that time continues.
 */
export function nextChange(rule: SegmentRule, profile: Profile, context: SegmentContext): number | undefined {
  const isMember = matchesSegment(rule, profile, context);
  let { now } = context;
  for (let step = 0; step < mostSteps; step++) {
    const next = nextTurn(rule, profile, { ...context, now });
    if (next === undefined) return undefined;
    now = next;
    if (matchesSegment(rule, profile, { ...context, now }) !== isMember) return now;
  }
  return now;
}

/** The earliest time at which any comparison of the rule can turn. */
function nextTurn(rule: SegmentRule, profile: Profile, context: SegmentContext): number | undefined {
  if ('all' in rule) return earliest(rule.all.map((part) => nextTurn(part, profile, context)));
  if ('any' in rule) return earliest(rule.any.map((part) => nextTurn(part, profile, context)));
  if ('not' in rule) return nextTurn(rule.not, profile, context);
  if ('segment' in rule) {
    const other = context.rules?.get(rule.segment);
    return other === undefined ? undefined : nextTurn(other, profile, context);
  }
  const elapsedMs = earliest(turnsOf(rule, profile, context));
  return elapsedMs === undefined ? undefined : soonEnough(context.now, elapsedMs);
}

/** Times after `now` (ms) at which one comparison can turn. */
function turnsOf(
  { of, is }: Comparison,
  profile: Profile,
  { now, halfLives = defaultTagHalfLives }: SegmentContext,
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
  const curves = currentTags(family, { now, halfLives });
  const mine = curves.find((curve) => curve.value === measure.value);
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
      return turnsOfShare(mine, curves, edges, turn);
    case 'rank':
      return curves
        .filter((other) => other !== mine)
        .map((other) => turn(mine.fast - other.fast, mine.slow - other.slow));
  }
}

/**
 * A share passes an edge where `mine − edge · (sum of the positive weights)` changes its sign, and while no weight
 * changes its own, that is a sum of two exponentials again.
 */
function turnsOfShare(
  mine: TagCurve,
  curves: readonly TagCurve[],
  edges: readonly number[],
  turn: (fast: number, slow: number) => number | undefined,
): readonly (number | undefined)[] {
  const positive = curves.filter(({ fast, slow }) => fast + slow > 0);
  const fast = positive.reduce((sum, curve) => sum + curve.fast, 0);
  const slow = positive.reduce((sum, curve) => sum + curve.slow, 0);
  return [
    ...curves.map((curve) => turn(curve.fast, curve.slow)),
    ...edges.map((edge) => turn(mine.fast - edge * fast, mine.slow - edge * slow)),
  ];
}

/**
 * The whole ms at or before `now + elapsedMs`, early by a billionth of the way for rounding in the crossing itself,
 * but after `now`: what is asked again there is asked a last time.
 */
function soonEnough(now: number, elapsedMs: number): number {
  return Math.max(Math.floor(now) + 1, Math.floor(now + elapsedMs * (1 - 1e-9) - 1));
}

function notPast(elapsedMs: number): number | undefined {
  return elapsedMs < 0 ? undefined : elapsedMs;
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  let first: number | undefined;
  for (const time of times) if (time !== undefined && (first === undefined || time < first)) first = time;
  return first;
}

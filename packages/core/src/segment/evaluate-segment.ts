import { defaultTagHalfLives } from '../profile/half-lives.ts';
import type { Profile } from '../profile/profile.ts';
import { comparisonTurns } from './comparison-turns.ts';
import type { SegmentContext } from './matches-segment.ts';
import { passesTest } from './passes-test.ts';
import { readMeasure } from './read-measure.ts';
import type { Comparison, SegmentRule } from './rule.ts';

/** Whether a profile is in a segment, and until when that stands if no event arrives. */
export interface SegmentOutlook {
  readonly isMember: boolean;
  /**
   * The earliest time (whole epoch ms, after `now`) at which time alone can change it; absent when it never will, or
   * not within 100 years. Never late; early by rounding, or when a comparison turns back before the rule does.
   */
  readonly changesAt?: number;
}

/** Evaluates a rule like `matchesSegment`, and its outlook with it, in one pass. */
export function evaluateSegment(
  rule: SegmentRule,
  profile: Profile,
  context: SegmentContext,
): SegmentOutlook {
  if ('all' in rule) return combine(rule.all, profile, context, { decisive: false });
  if ('any' in rule) return combine(rule.any, profile, context, { decisive: true });
  if ('not' in rule) {
    const { isMember, ...rest } = evaluateSegment(rule.not, profile, context);
    return { ...rest, isMember: !isMember };
  }
  if ('segment' in rule) {
    const other = context.rules?.get(rule.segment);
    return other === undefined ? { isMember: false } : evaluateSegment(other, profile, context);
  }
  return evaluateComparison(rule, profile, context);
}

/**
 * One part with the decisive outcome (`false` for all, `true` for any) decides for the whole. While there are such
 * parts, nothing changes before every one of them turned: at the latest of their times, or never. Without one, the
 * whole changes when the first part turns.
 */
function combine(
  parts: readonly SegmentRule[],
  profile: Profile,
  context: SegmentContext,
  { decisive }: { readonly decisive: boolean },
): SegmentOutlook {
  const outlooks = parts.map((part) => evaluateSegment(part, profile, context));
  const deciding = outlooks.filter(({ isMember }) => isMember === decisive);
  if (deciding.length === 0) {
    const times = outlooks.flatMap(({ changesAt }) => changesAt ?? []);
    return times.length === 0
      ? { isMember: !decisive }
      : { isMember: !decisive, changesAt: Math.min(...times) };
  }
  const times = deciding.flatMap(({ changesAt }) => changesAt ?? []);
  return times.length < deciding.length
    ? { isMember: decisive }
    : { isMember: decisive, changesAt: Math.max(...times) };
}

function evaluateComparison(
  comparison: Comparison,
  profile: Profile,
  context: SegmentContext,
): SegmentOutlook {
  const { now, halfLives = defaultTagHalfLives } = context;
  const isMember = passesTest(readMeasure(comparison.of, profile, { ...context, halfLives }), comparison.is);
  let elapsedMs = Number.POSITIVE_INFINITY;
  for (const turn of comparisonTurns(comparison, profile, { now, halfLives })) {
    if (turn !== undefined && turn < elapsedMs) elapsedMs = turn;
  }
  return elapsedMs === Number.POSITIVE_INFINITY
    ? { isMember }
    : { isMember, changesAt: soonEnough(now, elapsedMs) };
}

/**
 * The whole ms at or before `now + elapsedMs`, early by a billionth of the way for rounding in the crossing itself,
 * but after `now`.
 */
function soonEnough(now: number, elapsedMs: number): number {
  return Math.max(Math.floor(now) + 1, Math.floor(now + elapsedMs * (1 - 1e-9) - 1));
}

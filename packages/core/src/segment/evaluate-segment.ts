import { defaultTagHalfLives } from '../profile/half-lives.ts';
import type { Profile } from '../profile/profile.ts';
import { firstTurn } from './first-turn.ts';
import type { SegmentContext } from './matches-segment.ts';
import { passesTest } from './passes-test.ts';
import { type MeasureContext, readMeasure } from './read-measure.ts';
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
  return outlookOf(rule, profile, isFull(context) ? context : { ...context, halfLives: defaultTagHalfLives });
}

function isFull(context: SegmentContext): context is FullContext {
  return context.halfLives !== undefined;
}

/** Resolved once: this runs for every segment and every profile that an event touches. */
type FullContext = SegmentContext & MeasureContext;

function outlookOf(rule: SegmentRule, profile: Profile, context: FullContext): SegmentOutlook {
  if ('of' in rule) return evaluateComparison(rule, profile, context);
  if ('all' in rule) return combine(rule.all, profile, context, { decisive: false });
  if ('any' in rule) return combine(rule.any, profile, context, { decisive: true });
  if ('not' in rule) {
    const { isMember, ...rest } = outlookOf(rule.not, profile, context);
    return { ...rest, isMember: !isMember };
  }
  const other = context.rules?.get(rule.segment);
  return other === undefined ? { isMember: false } : outlookOf(other, profile, context);
}

/**
 * One part with the decisive outcome (`false` for all, `true` for any) decides for the whole. While there are such
 * parts, nothing changes before every one of them turned: at the latest of their times, or never. Without one, the
 * whole changes when the first part turns.
 */
function combine(
  parts: readonly SegmentRule[],
  profile: Profile,
  context: FullContext,
  { decisive }: { readonly decisive: boolean },
): SegmentOutlook {
  let isDecided = false;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const part of parts) {
    const { isMember, changesAt = Number.POSITIVE_INFINITY } = outlookOf(part, profile, context);
    first = Math.min(first, changesAt);
    if (isMember !== decisive) continue;
    isDecided = true;
    last = Math.max(last, changesAt);
  }
  return outlook(isDecided ? decisive : !decisive, isDecided ? last : first);
}

function evaluateComparison(comparison: Comparison, profile: Profile, context: FullContext): SegmentOutlook {
  const isMember = passesTest(readMeasure(comparison.of, profile, context), comparison.is);
  return outlook(isMember, soonEnough(context.now, firstTurn(comparison, profile, context)));
}

function outlook(isMember: boolean, changesAt: number): SegmentOutlook {
  return changesAt === Number.POSITIVE_INFINITY ? { isMember } : { isMember, changesAt };
}

/**
 * The whole ms at or before `now + elapsedMs`, early by a billionth of the way for rounding in the crossing itself,
 * but after `now`.
 */
function soonEnough(now: number, elapsedMs: number): number {
  return Math.max(Math.floor(now) + 1, Math.floor(now + elapsedMs * (1 - 1e-9) - 1));
}

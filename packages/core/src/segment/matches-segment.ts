import { defaultTagHalfLives, type TagHalfLives } from '../profile/half-lives.ts';
import type { Profile } from '../profile/profile.ts';
import { matchesRule } from './matches-rule.ts';
import { readMeasure } from './read-measure.ts';
import type { SegmentRule } from './rule.ts';

/** What a rule is evaluated with. */
export interface SegmentContext {
  /** Epoch ms. */
  readonly now: number;
  /** Those the profile was folded with; default 7 and 120 days. */
  readonly halfLives?: TagHalfLives;
  /** The rules of other segments by name, for rules that refer to them; a missing one has no members. */
  readonly rules?: ReadonlyMap<string, SegmentRule>;
  /** Predictions by name. */
  readonly predictions?: Readonly<Record<string, number>>;
}

/**
 * Whether a profile is in a segment at a time.
 *
 * Pure: the same rule on the same profile at the same `now` gives the same answer in a page, in the collector and (as
 * compiled SQL) over everyone. Rules that refer to each other in a circle must have been refused by
 * `createSegmentSet`.
 */
export function matchesSegment(rule: SegmentRule, profile: Profile, context: SegmentContext): boolean {
  const whole = { ...context, halfLives: context.halfLives ?? defaultTagHalfLives };
  return matchesRule(rule, (measure) => readMeasure(measure, profile, whole), context.rules);
}

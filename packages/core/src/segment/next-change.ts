import type { Profile } from '../profile/profile.ts';
import { evaluateSegment } from './evaluate-segment.ts';
import type { SegmentContext } from './matches-segment.ts';
import type { SegmentRule } from './rule.ts';

/**
 * The earliest time (whole epoch ms, after `now`) at which a profile can enter or leave a segment although no event
 * arrives, because weights decay or time passes; `undefined` when it never will (within 100 years).
 *
 * Never late: between `now` and the answer the outcome is the same. It may be early; asking again then continues.
 */
export function nextChange(rule: SegmentRule, profile: Profile, context: SegmentContext): number | undefined {
  return evaluateSegment(rule, profile, context).changesAt;
}

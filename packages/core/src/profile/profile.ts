import type { ChannelSlice } from './channel.ts';
import type { CountSlice } from './count.ts';
import type { EngagementSlice } from './engagement.ts';
import type { InterestSlice } from './interest.ts';
import type { RateSlice } from './rate.ts';
import type { TraitSlice } from './trait.ts';
import type { ValueSlice } from './value.ts';

/**
 * Everything folded for one user; plain, JSON-safe and bounded.
 *
 * Every slice is a sum, a minimum, a maximum, a newest-wins value or a decayed weight, so profiles fold in any order
 * and merge: `mergeProfiles(fold(A), fold(B)) = fold(A ∪ B)` to float rounding, as long as `dropped` is 0.
 */
export interface Profile {
  /** Time of the earliest and of the latest event, epoch ms; absent before the first event. */
  readonly firstAt?: number;
  readonly lastAt?: number;
  /** Events folded. */
  readonly events: number;
  readonly traits: TraitSlice;
  readonly counts: CountSlice;
  readonly rates: RateSlice;
  readonly interests: InterestSlice;
  readonly value: ValueSlice;
  readonly engagement: EngagementSlice;
  readonly channel: ChannelSlice;
  /**
   * Entries that the bounds pushed out. While it is 0 the laws hold exactly; above it, what was pushed out and came
   * back depends on the order of arrival, and only a fold in event-time order is the truth.
   */
  readonly dropped: number;
}

/** The profile of somebody of whom nothing is known. */
export function emptyProfile(): Profile {
  return {
    events: 0,
    traits: {},
    counts: {},
    rates: {},
    interests: {},
    value: {},
    engagement: { visits: 0, visibleMs: 0, maxDepth: 0 },
    channel: {},
    dropped: 0,
  };
}

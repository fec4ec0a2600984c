import type { ChannelSlice } from './channel.ts';
import type { ClickThroughSlice } from './click-through.ts';
import type { CountSlice } from './count.ts';
import type { DaySlice } from './days.ts';
import { type EngagementSlice, emptyEngagement } from './engagement.ts';
import type { EnvironmentSlice } from './environment.ts';
import type { InterestSlice } from './interest.ts';
import { emptyPsychographics, type PsychographicSlice } from './psychographic.ts';
import type { RateSlice } from './rate.ts';
import type { SocialSlice } from './social.ts';
import type { TraitSlice } from './trait.ts';
import type { ValueSlice } from './value.ts';
import type { WebVitalSlice } from './web-vitals.ts';

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
  readonly days: DaySlice;
  readonly interests: InterestSlice;
  readonly value: ValueSlice;
  readonly engagement: EngagementSlice;
  readonly clickThrough: ClickThroughSlice;
  readonly vitals: WebVitalSlice;
  readonly channel: ChannelSlice;
  readonly environment: EnvironmentSlice;
  readonly psychographics: PsychographicSlice;
  readonly social: SocialSlice;
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
    days: {},
    interests: {},
    value: {},
    engagement: emptyEngagement(),
    clickThrough: { total: [0, 0], placements: {} },
    vitals: {},
    channel: {},
    environment: {},
    psychographics: emptyPsychographics(),
    social: {},
    dropped: 0,
  };
}

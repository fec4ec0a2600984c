import type { LikenessEvent, Profile, ProfileFold } from '@likeness/core';

/** How a live profile folds, and which segments it knows. */
export interface ProfileEngine {
  readonly fold: ProfileFold;
  /** Names of the segments that a profile is in at `now`, epoch ms. */
  segmentsOf(profile: Profile, now: number): readonly string[];
  /** Whether an event cannot be folded before {@link load} has brought more code. */
  lacks(event: LikenessEvent): boolean;
  /** Resolves when everything can be folded. */
  load(): Promise<unknown>;
}

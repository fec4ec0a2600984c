import type { LikenessEvent } from '../event/event.ts';
import { draftProfile, type ProfileDraft } from './draft-profile.ts';
import type { FoldRules } from './fold-rules.ts';
import { foldSlice, type SliceFold } from './fold-slice.ts';
import type { Profile } from './profile.ts';

/**
 * Folds one event into a profile.
 *
 * Not idempotent: counting an event twice counts twice, so deduplicate by `eventId` first. Any order of events gives
 * the same profile to float rounding while `dropped` is 0.
 */
export function foldEvent(profile: Profile, event: LikenessEvent, rules: FoldRules): Profile {
  return foldEvents(profile, [event], rules);
}

/** Folds events in the order given, with one copy of the profile for all of them; no events, the same reference. */
export function foldEvents(profile: Profile, events: readonly LikenessEvent[], rules: FoldRules): Profile {
  if (events.length === 0) return profile;
  const draft = draftProfile(profile);
  foldInPlace(draft, events, rules);
  return draft;
}

/** Folds events, in the order given, into a profile that nobody else has: the copy costs more than a few events. */
export function foldInPlace(draft: ProfileDraft, events: readonly LikenessEvent[], rules: FoldRules): void {
  const slices = Object.values<SliceFold>(foldSlice);
  for (const event of events) foldInto(draft, event, rules, slices);
}

function foldInto(
  draft: ProfileDraft,
  event: LikenessEvent,
  rules: FoldRules,
  slices: readonly SliceFold[],
): void {
  const at = event.occurredAt;
  draft.events++;
  draft.firstAt = Math.min(draft.firstAt ?? at, at);
  draft.lastAt = Math.max(draft.lastAt ?? at, at);
  for (const fold of slices) draft.dropped += fold(draft, event, rules);
}

import type { LikenessEvent } from '../event/event.ts';
import { draftProfile, type ProfileDraft } from './draft-profile.ts';
import type { FoldRules } from './fold-rules.ts';
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
  for (const event of events) {
    const at = event.occurredAt;
    draft.events++;
    if (draft.firstAt === undefined || at < draft.firstAt) draft.firstAt = at;
    if (draft.lastAt === undefined || at > draft.lastAt) draft.lastAt = at;
    const plan = rules.planFor(event);
    for (const fold of plan.folds) draft.dropped += fold(draft, event, plan);
  }
}

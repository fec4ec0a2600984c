import type { LikenessEvent } from '../event/event.ts';
import { foldChannel } from './channel.ts';
import { foldClickThrough } from './click-through.ts';
import { countName, foldCount } from './count.ts';
import { foldDay } from './days.ts';
import { draftProfile, type ProfileDraft } from './draft-profile.ts';
import { foldEngagement } from './engagement.ts';
import { foldEnvironment } from './environment.ts';
import { eventTags } from './event-tags.ts';
import type { FoldRules } from './fold-rules.ts';
import { foldTag } from './interest.ts';
import type { Profile } from './profile.ts';
import { foldPsychographics } from './psychographic.ts';
import { eventKind, foldRate } from './rate.ts';
import { foldSocial } from './social.ts';
import { foldTraits } from './trait.ts';
import { foldValue } from './value.ts';
import { foldWebVitals } from './web-vitals.ts';

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
  for (const event of events) foldInto(draft, event, rules);
  return draft;
}

function foldInto(draft: ProfileDraft, event: LikenessEvent, rules: FoldRules): void {
  const at = event.occurredAt;
  const kind = eventKind(event);
  draft.events++;
  draft.firstAt = Math.min(draft.firstAt ?? at, at);
  draft.lastAt = Math.max(draft.lastAt ?? at, at);
  draft.dropped += foldCount(draft.counts, countName(event), at);
  foldRate(draft.rates, kind, at);
  foldDay(draft.days, kind, at);
  if (event.type === 'identify') draft.dropped += foldTraits(draft.traits, event, event.traits);
  for (const { family, value, amount } of eventTags(event, rules)) {
    draft.dropped += foldTag(draft.interests, { family, value, amount, at }, rules.tagHalfLives);
  }
  draft.dropped += foldValue(draft.value, event);
  foldEngagement(draft.engagement, event);
  draft.dropped += foldClickThrough(draft.clickThrough, event);
  foldWebVitals(draft.vitals, event);
  foldChannel(draft.channel, event);
  foldEnvironment(draft.environment, event);
  draft.dropped += foldPsychographics(draft.psychographics, event, rules);
  draft.dropped += foldSocial(draft.social, event);
}

import { mergeChannels } from './channel.ts';
import { mergeClickThrough } from './click-through.ts';
import { mergeCounts } from './count.ts';
import { mergeDays } from './days.ts';
import { draftProfile } from './draft-profile.ts';
import { mergeEngagement } from './engagement.ts';
import { mergeEnvironment } from './environment.ts';
import { defaultTagHalfLives, type TagHalfLives } from './half-lives.ts';
import { mergeInterests } from './interest.ts';
import type { Profile } from './profile.ts';
import { mergePsychographics } from './psychographic.ts';
import { mergeRates } from './rate.ts';
import { mergeSocial } from './social.ts';
import { mergeTraits } from './trait.ts';
import { mergeValues } from './value.ts';
import { mergeWebVitals } from './web-vitals.ts';

/**
 * Merges two profiles of one person: `mergeProfiles(fold(A), fold(B)) = fold(A ∪ B)`.
 *
 * Commutative, and associative to float rounding; the empty profile is neutral. `halfLives` must be those that both
 * were folded with.
 */
export function mergeProfiles(
  a: Profile,
  b: Profile,
  halfLives: TagHalfLives = defaultTagHalfLives,
): Profile {
  const draft = draftProfile(a);
  draft.events += b.events;
  if (b.firstAt !== undefined) draft.firstAt = Math.min(draft.firstAt ?? b.firstAt, b.firstAt);
  if (b.lastAt !== undefined) draft.lastAt = Math.max(draft.lastAt ?? b.lastAt, b.lastAt);
  draft.dropped +=
    b.dropped +
    mergeTraits(draft.traits, b.traits) +
    mergeCounts(draft.counts, b.counts) +
    mergeInterests(draft.interests, b.interests, halfLives) +
    mergeValues(draft.value, b.value) +
    mergeClickThrough(draft.clickThrough, b.clickThrough) +
    mergeSocial(draft.social, b.social);
  mergeRates(draft.rates, b.rates);
  mergeDays(draft.days, b.days, draft.lastAt ?? 0);
  mergeEngagement(draft.engagement, b.engagement);
  mergeWebVitals(draft.vitals, b.vitals);
  mergeChannels(draft.channel, b.channel);
  mergePsychographics(draft.psychographics, b.psychographics);
  mergeEnvironment(draft.environment, b.environment);
  return draft;
}

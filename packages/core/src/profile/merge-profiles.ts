import { mergeChannels } from './channel.ts';
import { mergeCounts } from './count.ts';
import { draftProfile } from './draft-profile.ts';
import { mergeEngagement } from './engagement.ts';
import { defaultTagHalfLives, mergeInterests, type TagHalfLives } from './interest.ts';
import type { Profile } from './profile.ts';
import { mergeRates } from './rate.ts';
import { mergeTraits } from './trait.ts';
import { mergeValues } from './value.ts';

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
    mergeValues(draft.value, b.value);
  mergeRates(draft.rates, b.rates);
  mergeEngagement(draft.engagement, b.engagement);
  mergeChannels(draft.channel, b.channel);
  return draft;
}

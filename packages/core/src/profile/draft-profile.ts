import type { ChannelDraft } from './channel.ts';
import { copyMap, type Draft } from './draft.ts';
import type { Profile } from './profile.ts';
import type { Trait } from './trait.ts';

/**
 * A profile that is being folded into: a private, writable copy.
 *
 * Traits and touches are replaced whole, never written into, so they are shared with the original.
 */
export type ProfileDraft = Draft<Omit<Profile, 'traits' | 'channel'>> & {
  readonly traits: Record<string, Trait>;
  readonly channel: ChannelDraft;
};

/** Copies a profile deeply enough that folding into the copy leaves the original alone. */
export function draftProfile(profile: Profile): ProfileDraft {
  return {
    ...profile,
    traits: copyMap(profile.traits, (trait) => trait),
    counts: copyMap(profile.counts, (count) => [count[0], count[1], count[2]]),
    rates: copyMap(profile.rates, (rate) => [rate[0], rate[1], rate[2], rate[3], rate[4]]),
    interests: copyMap(profile.interests, (family) =>
      copyMap(family, (tag) => [tag[0], tag[1], tag[2], tag[3]]),
    ),
    value: copyMap(profile.value, (value) => ({ ...value })),
    engagement: { ...profile.engagement },
    channel: { ...profile.channel },
  };
}

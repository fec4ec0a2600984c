import type { ChannelDraft } from './channel.ts';
import { copyDay } from './days.ts';
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

/**
 * Makes a profile that nobody else holds, such as one just read from JSON, writable: {@link draftProfile} without the
 * copies. Only maps with a prototype, in which names that users send could mean something else, are made anew.
 */
export function adoptProfile(profile: Profile): ProfileDraft {
  const { clickThrough, psychographics } = profile;
  // Readonly for others, and there are none.
  return {
    ...profile,
    traits: bare(profile.traits),
    counts: bare(profile.counts),
    rates: bare(profile.rates),
    days: bare(profile.days),
    interests: copyMap(profile.interests, bare),
    value: bare(profile.value),
    clickThrough: { total: clickThrough.total, placements: bare(clickThrough.placements) },
    vitals: copyMap(profile.vitals, bare),
    environment: bare(profile.environment),
    psychographics: { ...psychographics, prices: bare(psychographics.prices) },
    social: bare(profile.social),
  } as ProfileDraft;
}

function bare<T>(map: Readonly<Record<string, T>>): Record<string, T> {
  return Object.getPrototypeOf(map) === null ? map : copyMap(map, (entry) => entry);
}

/** Copies a profile deeply enough that folding into the copy leaves the original alone. */
export function draftProfile(profile: Profile): ProfileDraft {
  return {
    ...profile,
    traits: copyMap(profile.traits, (trait) => trait),
    counts: copyMap(profile.counts, (count) => [count[0], count[1], count[2]]),
    rates: copyMap(profile.rates, (rate) => [rate[0], rate[1], rate[2], rate[3], rate[4]]),
    days: copyMap(profile.days, copyDay),
    interests: copyMap(profile.interests, (family) =>
      copyMap(family, (tag) => [tag[0], tag[1], tag[2], tag[3]]),
    ),
    value: copyMap(profile.value, (value) => ({ ...value })),
    engagement: { ...profile.engagement },
    clickThrough: {
      total: [profile.clickThrough.total[0], profile.clickThrough.total[1]],
      placements: copyMap(profile.clickThrough.placements, (clicks) => [clicks[0], clicks[1]]),
    },
    vitals: copyMap(profile.vitals, (buckets) => copyMap(buckets, (count) => count)),
    channel: { ...profile.channel },
    environment: copyMap(profile.environment, (stated) => [stated[0], stated[1]]),
    psychographics: {
      ...profile.psychographics,
      prices: copyMap(profile.psychographics.prices, (sums) => [sums[0], sums[1], sums[2], sums[3]]),
    },
    social: copyMap(profile.social, (tie) => [tie[0], tie[1], tie[2], tie[3]]),
  };
}

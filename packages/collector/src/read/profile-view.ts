import {
  emptyProfile,
  type Profile,
  type Rate,
  ratePerDay,
  readTags,
  type TagHalfLives,
  type Touch,
} from '@likeness/core';

/** A profile as the HTTP API shows it; times are ISO 8601, money is in currency units, weights are as of `asOf`. */
export interface ProfileView {
  readonly profileId: string | null;
  readonly ids: readonly { readonly kind: 'anonymous' | 'user'; readonly value: string }[];
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  readonly asOf: string;
  readonly events: number;
  readonly counts: readonly {
    readonly name: string;
    readonly count: number;
    readonly firstAt: string;
    readonly lastAt: string;
  }[];
  readonly tags: readonly {
    readonly family: string;
    readonly value: string;
    readonly count: number;
    readonly weight: number;
    readonly fast: number;
    readonly slow: number;
    readonly share: number;
  }[];
  readonly traits: readonly { readonly name: string; readonly value: unknown; readonly at: string }[];
  readonly value: readonly {
    readonly currency: string;
    readonly orders: number;
    readonly revenue: number;
    readonly refunds: number;
    readonly refunded: number;
    readonly averageOrder: number | null;
  }[];
  readonly rates: readonly {
    readonly kind: string;
    /** Events an hour at the 1-hour half-life, and a day at the other three. */
    readonly perHour: number;
    readonly perDay: number;
    readonly perDayOverWeek: number;
    readonly perDayOverMonth: number;
  }[];
  readonly engagement: {
    readonly visits: number;
    readonly pageViews: number;
    readonly visibleMs: number;
    readonly maxDepth: number;
  };
  readonly channel: { readonly first: object | null; readonly last: object | null };
}

/** An id by which a profile is known. */
export type ProfileIdentity = ProfileView['ids'][number];

/** Shows a profile as of `now`; one that does not exist yet is shown as empty, with `profileId` null. */
export function viewProfile(
  found: {
    readonly profileId: string;
    readonly ids: readonly ProfileIdentity[];
    readonly profile: Profile;
  } | null,
  now: number,
  halfLives: TagHalfLives,
): ProfileView {
  const profile = found?.profile ?? emptyProfile();
  return {
    profileId: found?.profileId ?? null,
    ids: found?.ids ?? [],
    firstAt: isoOrNull(profile.firstAt),
    lastAt: isoOrNull(profile.lastAt),
    asOf: iso(now),
    events: profile.events,
    counts: Object.entries(profile.counts)
      .map(([name, [count, firstAt, lastAt]]) => ({
        name,
        count,
        firstAt: iso(firstAt),
        lastAt: iso(lastAt),
      }))
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1)),
    tags: readTags(profile.interests, now, halfLives),
    traits: Object.entries(profile.traits)
      .filter(([, trait]) => trait.value !== null)
      .map(([name, trait]) => ({ name, value: trait.value, at: iso(trait.at) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    value: Object.entries(profile.value).map(([currency, value]) => ({
      currency,
      orders: value.orders,
      revenue: value.revenueMicros / 1e6,
      refunds: value.refunds,
      refunded: value.refundedMicros / 1e6,
      averageOrder: value.orders === 0 ? null : value.revenueMicros / 1e6 / value.orders,
    })),
    rates: Object.entries(profile.rates).map(([kind, rate]) => viewRate(kind, rate, now)),
    engagement: {
      ...profile.engagement,
      pageViews: (profile.counts.page?.[0] ?? 0) + (profile.counts.screen?.[0] ?? 0),
    },
    channel: { first: viewTouch(profile.channel.first), last: viewTouch(profile.channel.last) },
  };
}

function viewRate(kind: string, rate: Rate, now: number): ProfileView['rates'][number] {
  return {
    kind,
    perHour: ratePerDay(rate, 0, now) / 24,
    perDay: ratePerDay(rate, 1, now),
    perDayOverWeek: ratePerDay(rate, 2, now),
    perDayOverMonth: ratePerDay(rate, 3, now),
  };
}

function viewTouch(touch: Touch | undefined): object | null {
  if (touch === undefined) return null;
  const { at, eventId: _, ...where } = touch;
  return { at: iso(at), ...where };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function isoOrNull(at: number | undefined): string | null {
  return at === undefined ? null : iso(at);
}

import {
  clickThroughRate,
  countInWindow,
  type EngagementReading,
  type EventKind,
  emptyProfile,
  environmentFacts,
  eventKinds,
  type Profile,
  type Psychographics,
  type Rate,
  type RelevantTag,
  ratePerDay,
  readEngagement,
  readPsychographics,
  readSocial,
  readTags,
  type SocialReading,
  type TagHalfLives,
  type Touch,
  vitalQuantile,
  webVitals,
  withRelevance,
} from '@likeness/core';
import type { FoundProfile } from '../store/find-profile.ts';
import type { CurrentSegment } from '../store/membership-store.ts';
import type { Population } from '../store/population-cache.ts';
import type { ProfileRelevance } from '../store/relevance-store.ts';
import { type GraphView, viewStanding, viewWorth, type WorthView } from './view-population.ts';
import { type PredictionView, viewPredictions } from './view-predictions.ts';

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
  readonly tags: readonly RelevantTag[];
  readonly traits: readonly {
    readonly name: string;
    readonly value: unknown;
    readonly at: string;
    readonly source: string | null;
  }[];
  readonly value: readonly {
    readonly currency: string;
    readonly orders: number;
    readonly revenue: number;
    readonly refunds: number;
    readonly refunded: number;
    readonly averageOrder: number | null;
    readonly rfm: WorthView['rfm'];
    readonly lifetime: WorthView['lifetime'];
  }[];
  readonly rates: readonly {
    readonly kind: string;
    /** Events an hour at the 1-hour half-life, and a day at the other three. */
    readonly perHour: number;
    readonly perDay: number;
    readonly perDayOverWeek: number;
    readonly perDayOverMonth: number;
  }[];
  /** Events on the last 7, 30 and 90 UTC days, today among them; exact. */
  readonly windows: readonly {
    readonly kind: string;
    readonly days7: number;
    readonly days30: number;
    readonly days90: number;
  }[];
  /** Ratios for which there is no evidence are left out. */
  readonly engagement: EngagementReading & {
    readonly visits: number;
    readonly pageViews: number;
    readonly visibleMs: number;
    readonly maxDepth: number;
  };
  readonly clickThrough: {
    readonly impressions: number;
    readonly clicks: number;
    readonly rate: number | null;
    readonly placements: readonly {
      readonly placement: string;
      readonly impressions: number;
      readonly clicks: number;
      readonly rate: number | null;
    }[];
  };
  /** What three of four page views do not exceed, ms (`cls` without a unit); vitals never measured are left out. */
  readonly webVitals: Readonly<Record<string, number>>;
  readonly channel: { readonly first: object | null; readonly last: object | null };
  /** The segments that the profile is in, last entered first. */
  readonly segments: readonly {
    readonly name: string;
    readonly description: string;
    readonly enteredAt: string;
  }[];
  /** Device, language, time zone and region as last stated; what is unknown is left out. */
  readonly environment: Readonly<Record<string, string>>;
  /** What there is too little evidence for is left out. */
  readonly psychographics: Psychographics;
  readonly social: SocialReading & {
    /** In the graph of the whole site, as a job last saw it; null where there is none. */
    readonly graph: GraphView | null;
  };
  /** What jobs expect of the user, by name; what there is too little evidence for is left out. */
  readonly predictions: readonly PredictionView[];
}

/** An id by which a profile is known. */
export type ProfileIdentity = ProfileView['ids'][number];

/** Shows a profile as of `now`; one that does not exist yet is shown as empty, with `profileId` null. */
export function viewProfile(
  found: {
    readonly profileId: string;
    readonly ids: readonly ProfileIdentity[];
    readonly profile: Profile;
    readonly segments?: readonly CurrentSegment[];
    readonly relevance?: ProfileRelevance;
    readonly standing?: FoundProfile['standing'];
    readonly predictions?: FoundProfile['predictions'];
    /** Left out, what needs a population is unknown. */
    readonly population?: Population;
  } | null,
  now: number,
  halfLives: TagHalfLives,
): ProfileView {
  const profile = found?.profile ?? emptyProfile();
  const sources = new Map(Object.entries(found?.relevance ?? {}));
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
    tags: withRelevance(readTags(profile.interests, now, halfLives), (family) => sources.get(family) ?? {}),
    traits: Object.entries(profile.traits)
      .filter(([, trait]) => trait.value !== null)
      .map(([name, trait]) => ({
        name,
        value: trait.value,
        at: iso(trait.at),
        source: trait.source ?? null,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    value: Object.entries(profile.value).map(([currency, value]) => ({
      currency,
      orders: value.orders,
      revenue: value.revenueMicros / 1e6,
      refunds: value.refunds,
      refunded: value.refundedMicros / 1e6,
      averageOrder: value.orders === 0 ? null : value.revenueMicros / 1e6 / value.orders,
      ...viewWorth(profile, currency, { population: found?.population, now }),
    })),
    rates: Object.entries(profile.rates).map(([kind, rate]) => viewRate(kind, rate, now)),
    windows: viewWindows(profile, now),
    engagement: {
      visits: profile.engagement.visits,
      pageViews: profile.engagement.pageViews,
      visibleMs: profile.engagement.visibleMs,
      maxDepth: profile.engagement.maxDepth,
      ...readEngagement(profile.engagement),
    },
    clickThrough: {
      ...viewClicks(profile.clickThrough.total),
      placements: Object.entries(profile.clickThrough.placements)
        .map(([placement, clicks]) => ({ placement, ...viewClicks(clicks) }))
        .sort((a, b) => b.impressions - a.impressions || (a.placement < b.placement ? -1 : 1)),
    },
    webVitals: viewVitals(profile),
    channel: { first: viewTouch(profile.channel.first), last: viewTouch(profile.channel.last) },
    environment: viewEnvironment(profile),
    psychographics: readPsychographics(profile, now, { halfLives, prices: found?.population?.prices ?? {} }),
    social: { ...readSocial(profile.social, now), graph: viewStanding(found?.standing) },
    predictions: viewPredictions(found?.predictions ?? []),
    segments: (found?.segments ?? []).map((segment) => ({ ...segment, enteredAt: iso(segment.enteredAt) })),
  };
}

function viewWindows(profile: Profile, now: number): ProfileView['windows'] {
  const count = (kind: EventKind, days: 7 | 30 | 90): number => countInWindow(profile.days, kind, days, now);
  return eventKinds
    .map((kind) => ({ kind, days7: count(kind, 7), days30: count(kind, 30), days90: count(kind, 90) }))
    .filter((window) => window.days90 > 0);
}

function viewClicks(clicks: Profile['clickThrough']['total']): {
  readonly impressions: number;
  readonly clicks: number;
  readonly rate: number | null;
} {
  return { impressions: clicks[0], clicks: clicks[1], rate: clickThroughRate(clicks) ?? null };
}

function viewVitals(profile: Profile): ProfileView['webVitals'] {
  return Object.fromEntries(
    webVitals.flatMap((vital) => {
      const p75 = vitalQuantile(profile.vitals, vital, 0.75);
      return p75 === undefined ? [] : [[vital, p75] as const];
    }),
  );
}

function viewEnvironment(profile: Profile): ProfileView['environment'] {
  return Object.fromEntries(
    environmentFacts.flatMap((fact) => {
      const stated = profile.environment[fact];
      return stated === undefined ? [] : [[fact, stated[0]] as const];
    }),
  );
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
  const { at, ...where } = touch;
  return { at: iso(at), ...where };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function isoOrNull(at: number | undefined): string | null {
  return at === undefined ? null : iso(at);
}

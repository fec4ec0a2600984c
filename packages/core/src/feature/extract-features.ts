import type { Features, FeatureValue } from '../models/online-model.ts';
import { clickThroughRate } from '../profile/click-through.ts';
import { activeDays, countInWindow } from '../profile/days.ts';
import { dayMs } from '../profile/decay.ts';
import { readEngagement } from '../profile/engagement.ts';
import { defaultTagHalfLives, type TagHalfLives } from '../profile/half-lives.ts';
import { readTags } from '../profile/interest.ts';
import type { Profile } from '../profile/profile.ts';
import { eventKinds, ratePerDay } from '../profile/rate.ts';
import { readPsychographics } from '../profile/read-psychographics.ts';
import { readSocial } from '../profile/social.ts';
import { vitalQuantile } from '../profile/web-vitals.ts';

/** How many of the heaviest tags of each family become features. */
const tagsByFamily = 3;
/** Traits that become features; the first by name. */
const traitsRead = 24;

/**
 * The features of a profile as of `now`, for any model: numbers in the unit that their name ends in, categories as
 * text. What the profile does not know is `undefined` ("unknown"), never 0: a model sees it as missing, and an imputer
 * may fill and mark it.
 *
 * Names: `view.count7`, `view.perDay`, `daysSinceLast`, `visits`, `orders`, `tag.category.1` (the heaviest value) and
 * `tag.category.share1`, `trait.plan`, `channel.first`, `device`, `sentiment`, …
 */
export function extractFeatures(
  profile: Profile,
  now: number,
  halfLives: TagHalfLives = defaultTagHalfLives,
): Features {
  return {
    ...activityFeatures(profile, now),
    ...engagementFeatures(profile),
    ...valueFeatures(profile, now),
    ...tagFeatures(profile, now, halfLives),
    ...channelFeatures(profile),
    ...mindFeatures(profile, now, halfLives),
    ...traitFeatures(profile),
  };
}

type Written = Record<string, FeatureValue>;

function activityFeatures(profile: Profile, now: number): Written {
  const features: Written = {
    daysSinceFirst: daysSince(profile.firstAt, now),
    daysSinceLast: daysSince(profile.lastAt, now),
    activeDays30: activeDays(profile.days, 30, now),
  };
  for (const kind of eventKinds) {
    const rate = profile.rates[kind];
    // Counts are exact, so a kind that was never seen is a true 0.
    features[`${kind}.count7`] = countInWindow(profile.days, kind, 7, now);
    features[`${kind}.count30`] = countInWindow(profile.days, kind, 30, now);
    features[`${kind}.perDay`] = rate === undefined ? 0 : ratePerDay(rate, 2, now);
  }
  return features;
}

function engagementFeatures(profile: Profile): Written {
  const read = readEngagement(profile.engagement);
  return {
    visits: profile.engagement.visits,
    pagesPerVisit: read.pagesPerVisit,
    bounceRate: read.bounceRate,
    visibleMsPerPage: read.visibleMsPerPage,
    meanDepth: read.meanDepth,
    clickThroughRate: clickThroughRate(profile.clickThrough.total),
    lcpMs: vitalQuantile(profile.vitals, 'lcp', 0.75),
  };
}

function valueFeatures(profile: Profile, now: number): Written {
  const values = Object.values(profile.value);
  const orders = values.reduce((sum, value) => sum + value.orders, 0);
  const lastOrderAt = values.reduce<number | undefined>(
    (last, { lastOrderAt: at }) => (at === undefined ? last : Math.max(last ?? at, at)),
    undefined,
  );
  // Money of several currencies does not add up: the one most often paid in stands for all.
  const main = [...values].sort((a, b) => b.orders - a.orders)[0];
  return {
    orders,
    refunds: values.reduce((sum, value) => sum + value.refunds, 0),
    daysSinceOrder: daysSince(lastOrderAt, now),
    averageOrder:
      main === undefined || main.orders === 0 ? undefined : main.revenueMicros / 1e6 / main.orders,
  };
}

function tagFeatures(profile: Profile, now: number, halfLives: TagHalfLives): Written {
  const features: Written = {};
  for (const tag of readTags(profile.interests, now, halfLives)) {
    if (tag.rank > tagsByFamily || tag.weight <= 0) continue;
    features[`tag.${tag.family}.${tag.rank}`] = tag.value;
    features[`tag.${tag.family}.share${tag.rank}`] = tag.share;
  }
  return features;
}

function channelFeatures({ channel, environment }: Profile): Written {
  return {
    'channel.first': channel.first?.kind,
    'channel.last': channel.last?.kind,
    'channel.source': channel.last?.source,
    device: environment.device?.[0],
    language: environment.language?.[0],
    region: environment.region?.[0],
  };
}

function mindFeatures(profile: Profile, now: number, halfLives: TagHalfLives): Written {
  const { stated: _, ...read } = readPsychographics(profile, now, { halfLives });
  const social = readSocial(profile.social, now);
  return {
    priceSensitivity: read.priceSensitivity,
    variety: read.variety,
    varietyChange: read.varietyChange,
    viewsPerOrder: read.viewsPerOrder,
    deliberationMs: read.deliberationMs,
    sentiment: read.sentiment,
    degree: social.degree,
    reciprocity: social.reciprocity,
    interactionsPerDay: social.interactionsPerDay,
  };
}

function traitFeatures(profile: Profile): Written {
  const features: Written = {};
  for (const name of Object.keys(profile.traits).sort(byCodeUnit).slice(0, traitsRead)) {
    const value = profile.traits[name]?.value;
    // A list or an object is no single feature.
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      features[`trait.${name}`] = value;
    }
  }
  return features;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function daysSince(at: number | undefined, now: number): number | undefined {
  return at === undefined ? undefined : Math.max(0, now - at) / dayMs;
}

import type { JsonValue } from '../event/event.ts';
import { semanticEvents } from '../event/semantic-events.ts';
import { normalCdf } from '../statistics/normal-distribution.ts';
import { normalisedEntropy } from './entropy.ts';
import { defaultTagHalfLives, type TagHalfLives } from './half-lives.ts';
import { readTags } from './interest.ts';
import type { Profile } from './profile.ts';
import { type PsychographicSlice, priceLogScale } from './psychographic.ts';

/** How a user decides. What there is too little evidence for is absent: unknown, never 0. */
export interface Psychographics {
  /**
   * 0 (price does not matter) – 1: the mean of what is known of `discountShare` and `1 − pricePosition`.
   */
  readonly priceSensitivity?: number;
  /** `(discounted views + 3 · discounted buys) / (priced views + 3 · priced buys)`, 0–1; from 3 of them on. */
  readonly discountShare?: number;
  /** Where the prices looked at and bought lie among all prices of their categories, 0 (cheapest) – 1. */
  readonly pricePosition?: number;
  /** Evenness of the category interests at the slow speed, 0 (one thing only) – 1; from 5 touches on. */
  readonly variety?: number;
  /** Fast minus slow evenness, −1 – 1: above 0 the user explores, below the user settles. */
  readonly varietyChange?: number;
  /** Product views by order; unknown before the first order. */
  readonly viewsPerOrder?: number;
  /** From the first product view to the first order, ms; unknown unless both are known in that order. */
  readonly deliberationMs?: number;
  /** Mean feeling of what the user wrote, −1 – 1. */
  readonly sentiment?: number;
  /** What the user stated in questionnaires: traits whose names begin with `survey.`, without that. */
  readonly stated: Readonly<Record<string, JsonValue>>;
}

/** How prices of one `currency category` (see {@link PsychographicSlice}) spread over all users: of `ln(price)`. */
export interface PriceDistribution {
  readonly mean: number;
  readonly deviation: number;
}

/** What reading needs beside the profile. */
export interface PsychographicOptions {
  /** Over all users, from a job; without it `pricePosition` is unknown. */
  readonly prices?: Readonly<Record<string, PriceDistribution>>;
  readonly halfLives?: TagHalfLives;
  /** The family whose evenness is read; default `category`. */
  readonly family?: string;
}

/** What one buy weighs beside a view. */
export const buyWeight = 3;
const fewestPrices = 3;
const fewestTouches = 5;

/** Reads how a user decides, as of `now`. */
export function readPsychographics(
  profile: Profile,
  now: number,
  options: PsychographicOptions = {},
): Psychographics {
  const { psychographics: slice } = profile;
  const discountShare = readDiscountShare(slice);
  const pricePosition = readPricePosition(slice, options.prices ?? {});
  const signs = [discountShare, pricePosition === undefined ? undefined : 1 - pricePosition].filter(
    (sign) => sign !== undefined,
  );
  return {
    ...known('priceSensitivity', signs.length === 0 ? undefined : mean(signs)),
    ...known('discountShare', discountShare),
    ...known('pricePosition', pricePosition),
    ...readVariety(profile, now, options),
    ...readDeliberation(profile),
    ...known('sentiment', slice.texts === 0 ? undefined : slice.feelings / 1_000 / slice.texts),
    stated: readStated(profile),
  };
}

/** See {@link Psychographics.discountShare}. */
export function readDiscountShare(slice: PsychographicSlice): number | undefined {
  if (slice.pricedViews + slice.pricedBuys < fewestPrices) return undefined;
  return (
    (slice.discountedViews + buyWeight * slice.discountedBuys) /
    (slice.pricedViews + buyWeight * slice.pricedBuys)
  );
}

/** Each category's mean log price as a quantile of a normal distribution of log prices, weighted by evidence. */
function readPricePosition(
  slice: PsychographicSlice,
  distributions: NonNullable<PsychographicOptions['prices']>,
): number | undefined {
  let weight = 0;
  let sum = 0;
  for (const [category, [views, viewLogs, buys, buyLogs]] of Object.entries(slice.prices)) {
    const all = Object.hasOwn(distributions, category) ? distributions[category] : undefined;
    const evidence = views + buyWeight * buys;
    if (all === undefined || all.deviation <= 0 || evidence === 0) continue;
    const log = (viewLogs + buyWeight * buyLogs) / priceLogScale / evidence;
    sum += evidence * normalCdf((log - all.mean) / all.deviation);
    weight += evidence;
  }
  return weight < fewestPrices ? undefined : sum / weight;
}

function readVariety(
  profile: Profile,
  now: number,
  options: PsychographicOptions,
): Pick<Psychographics, 'variety' | 'varietyChange'> {
  const { family = 'category', halfLives = defaultTagHalfLives } = options;
  const tags = readTags(profile.interests, now, halfLives).filter((tag) => tag.family === family);
  if (tags.reduce((sum, tag) => sum + tag.count, 0) < fewestTouches) return {};
  const variety = normalisedEntropy(tags.map((tag) => tag.slow));
  const recent = normalisedEntropy(tags.map((tag) => tag.fast));
  if (variety === undefined || recent === undefined) return {};
  return { variety, varietyChange: recent - variety };
}

function readDeliberation(profile: Profile): Pick<Psychographics, 'viewsPerOrder' | 'deliberationMs'> {
  const views = profile.counts[semanticEvents.productViewed];
  const orders = Object.values(profile.value).filter((value) => value.firstOrderAt !== undefined);
  if (views === undefined || orders.length === 0) return {};
  const firstOrderAt = Math.min(...orders.map((value) => value.firstOrderAt ?? Number.POSITIVE_INFINITY));
  return {
    viewsPerOrder: views[0] / orders.reduce((sum, value) => sum + value.orders, 0),
    ...known('deliberationMs', firstOrderAt < views[1] ? undefined : firstOrderAt - views[1]),
  };
}

function readStated(profile: Profile): Psychographics['stated'] {
  return Object.fromEntries(
    Object.entries(profile.traits)
      .filter(([name, trait]) => name.startsWith(surveyPrefix) && trait.value !== null)
      .map(([name, trait]) => [name.slice(surveyPrefix.length), trait.value]),
  );
}

const surveyPrefix = 'survey.';

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function known<K extends string>(key: K, value: number | undefined): { readonly [P in K]?: number } {
  // The computed key is K by construction.
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: number });
}

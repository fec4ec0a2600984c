import type { JsonObject, LikenessEvent } from '../event/event.ts';
import { semanticEvents } from '../event/semantic-events.ts';
import type { Draft } from './draft.ts';
import type { FoldRules } from './fold-rules.ts';
import { type PriceCategory, priceCategory } from './price-category.ts';
import { numberOf, objectsOf, textOf } from './read-property.ts';
import { currencyOf } from './value.ts';

/**
 * What was paid attention to and what was bought, by price: counts and sums of `ln(price)` in ten-thousandths, as
 * whole numbers, so sums are exact in any order.
 */
export type PriceSums = readonly [views: number, viewLogs: number, buys: number, buyLogs: number];

/** The evidence for how a user decides; read it by `readPsychographics`. All sums of whole numbers. */
export interface PsychographicSlice {
  /** Product views that named a price, and those of them at a discount. */
  readonly pricedViews: number;
  readonly discountedViews: number;
  /** Lines of orders that named a price, and those of them at a discount. */
  readonly pricedBuys: number;
  readonly discountedBuys: number;
  /** By currency and first level of the category, `EUR home`; a sample of at most {@link priceCategoryLimit}. */
  readonly prices: Readonly<Record<string, PriceSums>>;
  /** Texts that were scored, and the sum of their feelings in thousandths (−1,000 bad, 1,000 good). */
  readonly texts: number;
  readonly feelings: number;
}

/**
 * Price categories per profile: those whose names have the lowest hashes. Which ones are kept depends on the set of
 * names alone, so the sample is the same in any order of events, and fair (bottom-k sampling).
 */
export const priceCategoryLimit = 3;

/** What one unit of `ln(price)` is kept as. */
export const priceLogScale = 10_000;

/** Nothing is known. */
export function emptyPsychographics(): PsychographicSlice {
  return {
    pricedViews: 0,
    discountedViews: 0,
    pricedBuys: 0,
    discountedBuys: 0,
    prices: {},
    texts: 0,
    feelings: 0,
  };
}

/** What this slice asks of the rules. */
export type PsychographicRules = Pick<FoldRules, 'scoreText' | 'priceCategories'>;

/** Whether an event may say how its user decides or feels, as far as its name tells. */
export function isPsychographicEvent(event: LikenessEvent): boolean {
  if (event.type !== 'track') return false;
  const { event: name } = event;
  return name === semanticEvents.productViewed || name === semanticEvents.orderCompleted || isWritten(name);
}

/** Folds one event. */
export function foldPsychographics(
  slice: Draft<PsychographicSlice>,
  event: LikenessEvent,
  rules: PsychographicRules,
): void {
  if (event.type !== 'track') return;
  const { properties } = event;
  if (event.event === semanticEvents.productViewed) {
    const view = { act: 'view', currency: currencyOf(properties), discounted: false } as const;
    foldPrice(slice, properties, view, rules);
  } else if (event.event === semanticEvents.orderCompleted) {
    const buy = {
      act: 'buy',
      currency: currencyOf(properties),
      discounted: isDiscounted(properties),
    } as const;
    for (const product of objectsOf(properties.products)) foldPrice(slice, product, buy, rules);
  } else if (rules.scoreText !== undefined) {
    const text = writtenText(event.event, properties);
    if (text === undefined) return;
    slice.texts++;
    slice.feelings += Math.round(Math.max(-1, Math.min(1, rules.scoreText(text))) * 1_000);
  }
}

/** Merges `from` into `into`. */
export function mergePsychographics(into: Draft<PsychographicSlice>, from: PsychographicSlice): void {
  const memory = { full: { prices: undefined, highestHash: 0 } };
  into.pricedViews += from.pricedViews;
  into.discountedViews += from.discountedViews;
  into.pricedBuys += from.pricedBuys;
  into.discountedBuys += from.discountedBuys;
  into.texts += from.texts;
  into.feelings += from.feelings;
  for (const category of Object.keys(from.prices)) {
    const added = from.prices[category];
    if (added !== undefined) addPrices(into.prices, priceCategory(category), added, memory);
  }
}

/** Whether a product, or an order as a whole, is sold below its usual price. */
export function isDiscounted(properties: JsonObject): boolean {
  if (textOf(properties.coupon) !== undefined || (numberOf(properties.discount) ?? 0) > 0) return true;
  if (properties.on_sale === true) return true;
  const usual = numberOf(
    properties.compare_at_price ??
      properties.original_price ??
      properties.regular_price ??
      properties.list_price,
  );
  const price = usual === undefined ? undefined : numberOf(properties.price);
  return usual !== undefined && price !== undefined && usual > price;
}

/** What the user wrote. */
function writtenText(name: string, properties: JsonObject): string | undefined {
  if (!isWritten(name)) return undefined;
  for (const key of textKeys) {
    const text = textOf(properties[key], 10_000);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The events in which users write. */
function isWritten(name: string): boolean {
  return /review|feedback|support|ticket|comment|survey/i.test(name);
}

const textKeys = ['review_body', 'review', 'text', 'message', 'comment', 'body', 'feedback'] as const;

function foldPrice(
  slice: Draft<PsychographicSlice>,
  product: JsonObject,
  { act, currency, discounted }: PricedAct,
  { priceCategories }: PsychographicRules,
): void {
  const price = numberOf(product.price);
  if (price === undefined || price <= 0) return;
  const isBelow = discounted || isDiscounted(product);
  if (act === 'view') {
    slice.pricedViews++;
    if (isBelow) slice.discountedViews++;
  } else {
    slice.pricedBuys++;
    if (isBelow) slice.discountedBuys++;
  }
  const { category } = product;
  const found = priceCategories.of(currency, typeof category === 'string' ? category : '');
  // Most prices of a shop with many categories end here: the sample is full, and theirs is not in it.
  if (isBeyondSample(slice.prices, found, priceCategories)) return;
  const log = Math.round(Math.log(price) * priceLogScale);
  addPrices(slice.prices, found, act === 'view' ? [1, log, 0, 0] : [0, 0, 1, log], priceCategories);
}

interface PricedAct {
  readonly act: 'view' | 'buy';
  readonly currency: string;
  /** Of the order as a whole. */
  readonly discounted: boolean;
}

function isBeyondSample(prices: object, { hash }: PriceCategory, { full }: FullSampleMemory): boolean {
  return full.prices === prices && hash > full.highestHash;
}

/** Profiles are folded one after another, so one memory is enough; the highest hash of a full sample never rises. */
type FullSampleMemory = Pick<PsychographicRules['priceCategories'], 'full'>;

function addPrices(
  prices: Record<string, Draft<PriceSums>>,
  { name }: PriceCategory,
  added: PriceSums,
  { full }: FullSampleMemory,
): void {
  const known = prices[name];
  if (known !== undefined) {
    known[0] += added[0];
    known[1] += added[1];
    known[2] += added[2];
    known[3] += added[3];
    return;
  }
  prices[name] = [added[0], added[1], added[2], added[3]];
  const sample = Object.keys(prices)
    .map(priceCategory)
    .sort((a, b) => a.hash - b.hash || (a.name < b.name ? -1 : 1));
  for (const beyond of sample.slice(priceCategoryLimit)) delete prices[beyond.name];
  const last = sample[priceCategoryLimit - 1];
  if (last !== undefined) Object.assign(full, { prices, highestHash: last.hash });
}

import type { JsonObject, LikenessEvent } from '../event/event.ts';
import { semanticEvents } from '../event/semantic-events.ts';
import { dropLowest } from './bound.ts';
import type { Draft } from './draft.ts';
import type { FoldRules } from './fold-rules.ts';
import { numberOf, objectsOf, textOf } from './read-property.ts';
import { tagValue } from './tag-value.ts';
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
  /** By currency and first level of the category: `EUR home`. */
  readonly prices: Readonly<Record<string, PriceSums>>;
  /** Texts that were scored, and the sum of their feelings in thousandths (−1,000 bad, 1,000 good). */
  readonly texts: number;
  readonly feelings: number;
}

/** Price categories per profile; beyond it the one with the fewest views and buys goes. */
export const priceCategoryLimit = 12;

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

/** Folds one event; answers how many price categories the bound pushed out. */
export function foldPsychographics(
  slice: Draft<PsychographicSlice>,
  event: LikenessEvent,
  rules: Pick<FoldRules, 'scoreText'>,
): number {
  if (event.type !== 'track') return 0;
  const { properties } = event;
  if (event.event === semanticEvents.productViewed) {
    return foldPrice(slice, properties, currencyOf(properties), 'view', isDiscounted(properties));
  }
  if (event.event === semanticEvents.orderCompleted) {
    const currency = currencyOf(properties);
    const isOrderDiscounted = isDiscounted(properties);
    let dropped = 0;
    for (const product of objectsOf(properties.products)) {
      dropped += foldPrice(slice, product, currency, 'buy', isOrderDiscounted || isDiscounted(product));
    }
    return dropped;
  }
  const text = rules.scoreText === undefined ? undefined : writtenText(event.event, properties);
  if (text !== undefined && rules.scoreText !== undefined) {
    slice.texts++;
    slice.feelings += Math.round(Math.max(-1, Math.min(1, rules.scoreText(text))) * 1_000);
  }
  return 0;
}

/** Merges `from` into `into`; answers how many price categories the bound pushed out. */
export function mergePsychographics(into: Draft<PsychographicSlice>, from: PsychographicSlice): number {
  into.pricedViews += from.pricedViews;
  into.discountedViews += from.discountedViews;
  into.pricedBuys += from.pricedBuys;
  into.discountedBuys += from.discountedBuys;
  into.texts += from.texts;
  into.feelings += from.feelings;
  for (const category of Object.keys(from.prices)) {
    const added = from.prices[category];
    if (added !== undefined) addPrices(into.prices, category, added);
  }
  return dropLowest(into.prices, priceCategoryLimit, rank);
}

/** Whether a product, or an order as a whole, is sold below its usual price. */
export function isDiscounted(properties: JsonObject): boolean {
  if (textOf(properties.coupon) !== undefined || (numberOf(properties.discount) ?? 0) > 0) return true;
  const price = numberOf(properties.price);
  return (
    properties.on_sale === true ||
    (price !== undefined && usualPriceKeys.some((key) => (numberOf(properties[key]) ?? 0) > price))
  );
}

const usualPriceKeys = ['compare_at_price', 'original_price', 'regular_price', 'list_price'] as const;

/** What the user wrote, of the events in which users write. */
function writtenText(name: string, properties: JsonObject): string | undefined {
  if (!/review|feedback|support|ticket|comment|survey/i.test(name)) return undefined;
  for (const key of textKeys) {
    const text = textOf(properties[key], 10_000);
    if (text !== undefined) return text;
  }
  return undefined;
}

const textKeys = ['review_body', 'review', 'text', 'message', 'comment', 'body', 'feedback'] as const;

function foldPrice(
  slice: Draft<PsychographicSlice>,
  product: JsonObject,
  currency: string,
  act: 'view' | 'buy',
  discounted: boolean,
): number {
  const price = numberOf(product.price);
  if (price === undefined || price <= 0) return 0;
  const log = Math.round(Math.log(price) * priceLogScale);
  const category = tagValue(product.category, 'taxonomy')?.split('/', 1)[0]?.slice(0, 64) ?? '';
  if (act === 'view') {
    slice.pricedViews++;
    if (discounted) slice.discountedViews++;
  } else {
    slice.pricedBuys++;
    if (discounted) slice.discountedBuys++;
  }
  addPrices(slice.prices, `${currency} ${category}`, act === 'view' ? [1, log, 0, 0] : [0, 0, 1, log]);
  return dropLowest(slice.prices, priceCategoryLimit, rank);
}

function addPrices(prices: Record<string, Draft<PriceSums>>, category: string, added: PriceSums): void {
  const known = prices[category];
  if (known === undefined) prices[category] = [added[0], added[1], added[2], added[3]];
  else for (let i = 0; i < 4; i++) known[i as 0] += added[i as 0]; // the loop runs over the four places
}

function rank(sums: PriceSums): number {
  return sums[0] + sums[2];
}

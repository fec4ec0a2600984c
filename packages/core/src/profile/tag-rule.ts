import type { EventType } from '../event/event.ts';
import { semanticEvents } from '../event/semantic-events.ts';
import { type ActionWeights, actionWeights } from './action-weights.ts';

/** How a text found at a path becomes the value of a tag. */
export type TextTransform =
  /** Trimmed, as written. */
  | 'text'
  /** Trimmed, lower case, white space folded. */
  | 'lower'
  /** A taxonomy path: levels split at `>` or `/`, each as `lower`, joined by `/`. */
  | 'taxonomy'
  /** A price: the band it lies in, `20-50`. */
  | 'price-band';

/** How what is found at a path becomes the values of tags. */
export type TagTransform =
  | TextTransform
  /** Each word of a text without stop words, in any script. */
  | 'words'
  /** A time: the hour by the user's clock, `00`–`23`; nothing when the sender named no time zone. */
  | 'local-hour'
  /** A time: the day by the user's calendar, `monday`…`sunday`; nothing when the sender named no time zone. */
  | 'local-weekday'
  /** A user agent: `mobile`, `tablet`, `desktop`, `tv`, `bot`. */
  | 'device-class';

/** From one kind of event, one family of tags. */
export interface TagRule {
  readonly type: EventType;
  /** Names of the track events it is for; left out, all events of the type. */
  readonly events?: readonly string[];
  readonly family: string;
  /** Where the value is: keys joined by `.`, `[]` for each item of a list: `properties.products[].category`. */
  readonly path: string;
  /** What one match adds; negative takes away. */
  readonly weight: number;
  readonly transform: TagTransform;
}

/**
 * The rules that need no configuration: Segment's e-commerce and video events, likes, searches, what a page says
 * about itself, and when and on what device it was seen. `weights` replaces the weights of single actions.
 */
export function defaultTagRules(weights: Partial<ActionWeights> = {}): readonly TagRule[] {
  const weigh = { ...actionWeights, ...weights };
  return [
    ...onProduct([semanticEvents.productViewed], weigh.view),
    ...onProduct([semanticEvents.productClicked], weigh.click),
    ...onProduct([semanticEvents.productAdded], weigh.cart),
    ...onProduct([semanticEvents.productAddedToWishlist, semanticEvents.productShared], weigh.wishlist),
    ...onProduct(['Product Liked'], weigh.like),
    ...onProduct(['Product Disliked'], weigh.dislike),
    ...onProduct([semanticEvents.productRemoved], weigh.removeFromCart),
    ...onProduct([semanticEvents.productRemovedFromWishlist], weigh.unwish),
    ...onProducts([semanticEvents.orderCompleted], weigh.order),
    ...onProducts([semanticEvents.orderRefunded], weigh.refund),
    track([semanticEvents.productListViewed], 'category', 'properties.category', weigh.view, 'taxonomy'),
    track([semanticEvents.productsSearched], 'search', 'properties.query', weigh.search, 'lower'),
    track([semanticEvents.productsSearched], 'search-term', 'properties.query', weigh.search, 'words'),
    ...onContent(['Video Content Started', 'Article Viewed'], weigh.view),
    ...onContent(['Video Content Completed', 'Article Completed', 'Article Shared'], weigh.wishlist),
    onPage('category', 'categories[]', weigh.page, 'taxonomy'),
    onPage('brand', 'brands[]', weigh.page, 'lower'),
    onPage('topic', 'keywords[]', weigh.page, 'lower'),
    onPage('author', 'authors[]', weigh.page, 'lower'),
    ...onOccasion({ type: 'page' }, weigh.view),
    ...onOccasion({ type: 'screen' }, weigh.view),
    ...onOccasion({ type: 'track', events: [semanticEvents.productsSearched] }, weigh.search),
    ...onOccasion({ type: 'track', events: [semanticEvents.productAdded] }, weigh.cart),
    ...onOccasion({ type: 'track', events: [semanticEvents.orderCompleted] }, weigh.order),
  ];
}

function onProduct(events: readonly string[], weight: number): readonly TagRule[] {
  return productFamilies.map(([family, key, transform]) =>
    track(events, family, `properties.${key}`, weight, transform),
  );
}

function onProducts(events: readonly string[], weight: number): readonly TagRule[] {
  return productFamilies.map(([family, key, transform]) =>
    track(events, family, `properties.products[].${key}`, weight, transform),
  );
}

const productFamilies: readonly (readonly [family: string, key: string, transform: TagTransform])[] = [
  ['category', 'category', 'taxonomy'],
  ['brand', 'brand', 'lower'],
  ['product', 'name', 'text'],
  ['price', 'price', 'price-band'],
];

/** Segment's video spec, and articles in its manner. */
function onContent(events: readonly string[], weight: number): readonly TagRule[] {
  return [
    track(events, 'topic', 'properties.keywords[]', weight, 'lower'),
    track(events, 'topic', 'properties.genre', weight, 'lower'),
    track(events, 'author', 'properties.author', weight, 'lower'),
  ];
}

/** When, and on what device. */
function onOccasion(
  when: { readonly type: EventType; readonly events?: readonly string[] },
  weight: number,
): readonly TagRule[] {
  return [
    { ...when, family: 'hour', path: 'occurredAt', weight, transform: 'local-hour' },
    { ...when, family: 'weekday', path: 'occurredAt', weight, transform: 'local-weekday' },
    { ...when, family: 'device', path: 'context.userAgent', weight, transform: 'device-class' },
  ];
}

function track(
  events: readonly string[],
  family: string,
  path: string,
  weight: number,
  transform: TagTransform,
): TagRule {
  return { type: 'track', events, family, path, weight, transform };
}

function onPage(family: string, key: string, weight: number, transform: TagTransform): TagRule {
  return { type: 'page', family, path: `properties.metadata.${key}`, weight, transform };
}

import type { EventType } from '../event/event.ts';
import { semanticEvents } from '../event/semantic-events.ts';

/** How a text found at a path becomes the value of a tag. */
export type TagTransform =
  /** Trimmed, as written. */
  | 'text'
  /** Trimmed, lower case, white space folded. */
  | 'lower'
  /** A taxonomy path: levels split at `>` or `/`, each as `lower`, joined by `/`. */
  | 'taxonomy'
  /** A price: the band it lies in, `20-50`. */
  | 'price-band';

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

/** What each action says about an interest in what it touched. */
export const actionWeights = {
  view: 1,
  click: 1,
  search: 2,
  wishlist: 3,
  cart: 3,
  order: 5,
  /** What a page says about itself is weaker evidence than an event that names the product. */
  page: 0.5,
  unwish: -3,
  removeFromCart: -2,
  refund: -5,
} as const;

/**
 * The rules that need no configuration: Segment's e-commerce events, searches, and what a page says about itself.
 */
export function defaultTagRules(): readonly TagRule[] {
  const { view, click, search, wishlist, cart, order, page, unwish, removeFromCart, refund } = actionWeights;
  return [
    ...onProduct([semanticEvents.productViewed], view),
    ...onProduct([semanticEvents.productClicked], click),
    ...onProduct([semanticEvents.productAdded], cart),
    ...onProduct([semanticEvents.productAddedToWishlist, semanticEvents.productShared], wishlist),
    ...onProduct([semanticEvents.productRemoved], removeFromCart),
    ...onProduct([semanticEvents.productRemovedFromWishlist], unwish),
    ...onProducts([semanticEvents.orderCompleted], order),
    ...onProducts([semanticEvents.orderRefunded], refund),
    track([semanticEvents.productListViewed], 'category', 'properties.category', view, 'taxonomy'),
    track([semanticEvents.productsSearched], 'search', 'properties.query', search, 'lower'),
    onPage('category', 'categories[]', page, 'taxonomy'),
    onPage('brand', 'brands[]', page, 'lower'),
    onPage('topic', 'keywords[]', page, 'lower'),
    onPage('author', 'authors[]', page, 'lower'),
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

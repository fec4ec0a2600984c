import type { PictureSpec } from '../pictures/picture.ts';

/** Wall colours of the cubby a product stands in; styles/tokens.css gives each a light and a dark value. */
export type Tone = 'sage' | 'sky' | 'butter' | 'blush' | 'lilac' | 'clay' | 'stone' | 'mint';

/** One product of the demo shop. All of it is invented. */
export interface Product {
  /** Unique, readable, part of the product page's address: `sparrow-mug`. */
  readonly id: string;
  /** Unique stock number: `POT-0101`. */
  readonly sku: string;
  readonly name: string;
  readonly brand: string;
  /** Three levels, joined by `/`: `House/Kitchen/Mugs`. */
  readonly category: string;
  /** What it costs now, in euro. */
  readonly price: number;
  /** What it cost before it was marked down, in euro; absent when it is not. */
  readonly was?: number;
  /** Two to five lower-case words. */
  readonly tags: readonly string[];
  /** One line, shown on cards and as the page's description. */
  readonly line: string;
  /** One or two paragraphs for the product page. */
  readonly story: string;
  /** Material and size, as on a paper label. */
  readonly label: string;
  readonly tone: Tone;
  readonly picture: PictureSpec;
}

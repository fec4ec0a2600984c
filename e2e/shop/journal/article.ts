/** A page of the shop's journal. */
export interface Article {
  readonly id: string;
  readonly title: string;
  readonly line: string;
  readonly author: string;
  /** ISO date. */
  readonly published: string;
  /** The category it belongs to, as a product's. */
  readonly section: string;
  readonly keywords: readonly string[];
  readonly paragraphs: readonly string[];
  /** Ids of products it speaks of, the first is its picture. */
  readonly products: readonly string[];
}

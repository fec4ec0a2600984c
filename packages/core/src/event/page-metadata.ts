/**
 * What a page says about itself (schema.org JSON-LD, OpenGraph, article and product meta, keywords, breadcrumbs),
 * normalised by the SDK and carried by a page event as `properties.metadata`. Every list is free of duplicates and
 * holds at most 10 texts of at most 128 characters; what a page does not say is absent.
 */
export interface PageMetadata {
  /** schema.org or OpenGraph types, as written: `["Product"]`, `["article"]`. */
  readonly types?: readonly string[];
  readonly name?: string;
  /** Taxonomy paths, levels joined by `/`: `["Home/Kitchen/Mugs"]` (categories and breadcrumbs without home). */
  readonly categories?: readonly string[];
  readonly brands?: readonly string[];
  /** Keywords, article tags and topics. */
  readonly keywords?: readonly string[];
  readonly authors?: readonly string[];
  readonly sku?: string;
  readonly price?: number;
  /** ISO 4217. */
  readonly currency?: string;
}

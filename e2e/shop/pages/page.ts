import type { HtmlEscapedString } from 'hono/utils/html';
import type { Instruction, JsonObject } from '../events/instruction.ts';
import type { Visitor } from '../visitor/visitor-cookies.ts';

/** A piece of HTML whose values were escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What every page of the shop is rendered from. */
export interface Scene {
  /** Where the shop is mounted: `/shop`, or empty at the root. */
  readonly base: string;
  /** The page's own absolute address. */
  readonly url: URL;
  readonly visitor: Visitor;
  readonly scriptUrl: string;
  readonly writeKey: string;
  /** Changes with each build, so that style and script can be cached for good. */
  readonly version: string;
}

/** One page: what stands in its head, what it shows, what it tells the tracker. */
export interface Page {
  readonly title: string;
  readonly description: string;
  /** OpenGraph type: `website`, `product`, `article`. */
  readonly kind: 'website' | 'product' | 'article';
  /** Further meta tags: OpenGraph and article properties. */
  readonly meta?: readonly (readonly [property: string, content: string])[];
  /** Path of its picture, under the base. */
  readonly image?: string;
  readonly structured?: readonly JsonObject[];
  readonly instructions?: readonly Instruction[];
  /** First path segment of the department it belongs to: `house`. */
  readonly department?: string;
  readonly main: Html;
}

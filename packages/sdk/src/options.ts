import type { SegmentDefinition } from '@likeness/core';

/** What can be captured by itself. */
export type CaptureName =
  | 'pages'
  | 'metadata'
  | 'clicks'
  | 'scroll'
  | 'searches'
  | 'forms'
  | 'placements'
  | 'vitals'
  | 'errors';

/**
 * The share of page views in which something is captured, 0 (never) to 1 (always). Default: 1, but 0 for `errors`.
 * The script tag's attributes give the same as texts.
 */
export type CaptureRates = { readonly [Name in CaptureName]?: number | `${number}` };

/** How a site wants to be observed. Everything but the write key has a default. */
export interface LikenessOptions extends CaptureRates {
  /** The site's public write key, `wk_…`. */
  readonly writeKey: string;
  /** Where the collector is, an origin or a path prefix without `/` at its end; by default the script's (or page's) own origin. */
  readonly endpoint?: string;
  /** The visitor's anonymous id when the site hands one out itself. */
  readonly anonymousId?: string;
  /**
   * What is allowed before the visitor was asked: `granted` (default), `pending` (queue in memory, store and send
   * nothing until {@link Likeness.consent} is called) or `denied`; `tcf` and `google`
   * are `pending` until the page's consent manager (IAB TCF v2.3, Google consent mode) tells. A choice made earlier on
   * this device wins.
   */
  readonly consent?: 'granted' | 'pending' | 'denied' | 'tcf' | 'google';
  /** `ignore` turns off the default of treating Global Privacy Control as a denial. */
  readonly gpc?: 'ignore';
  /** `memory` leaves nothing on the device: ids and events live as long as the page. */
  readonly storage?: 'memory';
  /** `device-only`: nothing leaves the browser; the on-device profile works all the same. */
  readonly mode?: 'device-only';
  /** Query parameters that hold what was searched for. Default: `q query search s keyword keywords term`. */
  readonly searchParameters?: readonly string[] | string;
  /** Other hosts of the site, with their subdomains, to whose pages links carry the anonymous id. Default: none. */
  readonly crossDomain?: readonly string[] | string;
  /** `text` leaves all texts out of captured clicks. */
  readonly mask?: 'text';
  /**
   * `whole`: the profile on the device has every slice that the collector's has. By default it has those that tags,
   * counts and the ready-made segments are made of, in half the code.
   */
  readonly profile?: 'whole';
  /** What {@link OnDevice.segments} knows, over the whole profile; default: core's ready-made segments. Not for the script tag. */
  readonly segments?: readonly SegmentDefinition[];
}

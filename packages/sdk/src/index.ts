import type { Likeness } from './likeness-api.ts';
import type { OnDevice } from './on-device/offer-profile.ts';
import type { LikenessOptions } from './options.ts';
import { createTracker } from './tracker.ts';

export type { ConsentChoice, Likeness, Properties, Purposes, TrackOptions } from './likeness-api.ts';
export type { ProfileView } from './on-device/live-profile.ts';
export type { OnDevice } from './on-device/offer-profile.ts';
export type { CaptureName, CaptureRates, LikenessOptions } from './options.ts';
export type { Product, PropertiesOf, SegmentEvents } from './segment-events.ts';

/** The SDK as code that imports it gets it; {@link OnDevice} is there once the page has loaded. */
export type LikenessClient = Likeness & Partial<OnDevice>;

/**
 * Starts the SDK in a page; the collector is the page's own origin unless `endpoint` says otherwise. Importing this module does nothing, on a server as well; call it in the browser, once.
 *
 * @example
 * const likeness = createLikeness({ writeKey: 'wk_…', endpoint: 'https://collector.example' });
 * likeness.track('Product Viewed', { product_id: 'm-1', category: 'Kitchen/Mugs' });
 */
export function createLikeness(options: LikenessOptions): LikenessClient {
  return createTracker<Partial<OnDevice>>({ endpoint: '', ...options }, () => import('./later.ts'), {});
}

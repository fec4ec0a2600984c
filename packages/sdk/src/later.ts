import type { CaptureDeps } from './capture/capture.ts';
import { captureEngagement } from './capture/engagement.ts';
import { readPageMetadata } from './capture/page-metadata.ts';
import { captureSearches } from './capture/searches.ts';

/** Adds the captures that are not needed before the page has loaded. */
export function extend(deps: CaptureDeps): void {
  deps.describePage = () => (deps.wants('metadata') ? readPageMetadata() : undefined);
  captureEngagement(deps);
  captureSearches(deps);
}

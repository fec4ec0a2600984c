import { describeClicks } from './capture/click-details.ts';
import { captureEngagement } from './capture/engagement.ts';
import { captureForms } from './capture/forms.ts';
import { readPageMetadata } from './capture/page-metadata.ts';
import { capturePlacements } from './capture/placements.ts';
import { captureSearches } from './capture/searches.ts';
import { createDelivery } from './delivery.ts';
import { watchNavigations } from './page-lifecycle.ts';
import type { Site } from './site.ts';

/** Adds what is not needed before the page has loaded, and takes over delivery; answers how to flush. */
export function extend(site: Site): () => Promise<unknown> {
  const { flush, carry } = createDelivery({
    ...site,
    exclusively: async (task) => navigator.locks?.request(site.name, task) ?? task(),
    onDropped: (count) => site.emit('Events Dropped', { count }),
  });
  site.carry = carry;
  site.on(window, 'online', flush);
  site.describePage = () => ({ metadata: site.wants('metadata') ? readPageMetadata() : undefined });
  site.describeClick = describeClicks(site);
  captureEngagement(site);
  captureSearches(site);
  captureForms(site);
  capturePlacements(site);
  watchNavigations(site.on, site.view);
  return flush;
}

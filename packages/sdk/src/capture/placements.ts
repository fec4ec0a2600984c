import type { FullSite } from '../site.ts';
import { innermost } from './clicks.ts';

const marked = '[data-likeness-item]';
/** A placement counts as seen when this share of it … */
const seenShare = 0.5;
/** … was in view for this long without a break (IAB/MRC viewability for display advertising). */
const seenMs = 1_000;
/** New elements are looked for when the page has not changed for this long. */
const settleMs = 200;

/**
 * Captures impressions and clicks of marked elements: `data-likeness-item` names the item, `data-likeness-placement` on
 * it or around it the place, `data-likeness-position` the position. Each is counted once per page view.
 */
export function capturePlacements({ on, emit, wants, onView }: FullSite): void {
  if (!self.IntersectionObserver) return;
  let seen = new WeakSet<Element>();
  const timers = new WeakMap<Element, ReturnType<typeof setTimeout>>();

  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        clearTimeout(timers.get(target));
        if (!isIntersecting || seen.has(target)) continue;
        const look = (): void => {
          if (document.hidden || !target.isConnected || target.closest('[data-likeness-ignore]')) return;
          seen.add(target);
          if (wants('placements')) emit('Placement Viewed', describe(target));
        };
        timers.set(target, setTimeout(look, seenMs));
      }
    },
    { threshold: seenShare },
  );
  const watch = (): void => {
    // Observing an element that is observed already changes nothing.
    for (const element of document.querySelectorAll(marked)) watcher.observe(element);
  };
  let pending: ReturnType<typeof setTimeout> | undefined;
  const watchSoon = (): void => {
    clearTimeout(pending);
    pending = setTimeout(watch, settleMs);
  };
  new MutationObserver(watchSoon).observe(document, { childList: true, subtree: true });

  on(window, 'click', (event) => {
    const element = innermost(event)?.closest(marked);
    if (element && wants('placements')) emit('Placement Clicked', describe(element));
  });
  onView.push(() => {
    seen = new WeakSet();
    watcher.disconnect();
    watchSoon();
  });
  watch();
}

function describe(element: Element): object {
  const position = element.getAttribute('data-likeness-position');
  return {
    placement:
      element.closest('[data-likeness-placement]')?.getAttribute('data-likeness-placement') ?? 'page',
    item: element.getAttribute('data-likeness-item'),
    position: position ? Number(position) : undefined,
  };
}

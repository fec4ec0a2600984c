import type { Site } from './site.ts';

/** Calls `hide` when the page is hidden or left: it may never be shown again. */
export function watchLeaving(on: Site['on'], hide: (event: Event) => void): void {
  on(window, 'pagehide', hide);
  on(window, 'visibilitychange', (event) => document.hidden && hide(event));
}

/**
 * Calls `view` when another address is shown in the same document, or the page comes back from the back/forward cache.
 *
 * Uses the Navigation API, and where there is none wraps the two methods of `history`, if the page lets it.
 */
export function watchNavigations(on: Site['on'], view: () => void): void {
  let shown = address();
  const look = (): void => {
    if (shown === address()) return;
    shown = address();
    view();
  };
  on(window, 'pageshow', (event) => {
    // Registered for pageshow, which has this type.
    if ((event as PageTransitionEvent).persisted) view();
  });
  if (window.navigation !== undefined) {
    on(window.navigation, 'currententrychange', look);
    return;
  }
  on(window, 'popstate', look);
  for (const method of ['pushState', 'replaceState'] as const) {
    const original = history[method].bind(history);
    try {
      history[method] = (...how) => {
        original(...how);
        look();
      };
    } catch {
      // A frozen history: what it does is noticed at the next click or key.
    }
  }
  on(window, 'click keyup', () => setTimeout(look));
}

/** A fragment is a place on the same page. */
function address(): string {
  return location.href.split('#')[0] ?? '';
}

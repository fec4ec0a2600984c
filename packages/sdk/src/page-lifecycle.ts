/** Reactions to what happens to the page as a whole. */
export interface PageReactions {
  /** It is hidden or left, and may never be shown again. */
  readonly hide: () => void;
  /** Another address is shown, or a page comes back from the back/forward cache. */
  readonly view: () => void;
}

type Listen = (target: EventTarget, types: string, listener: (event: Event) => void) => void;

/** Watches visibility, leaving, the back/forward cache and history navigations: the one place that does. */
export function watchPage(on: Listen, { hide, view }: PageReactions): void {
  let { href } = location;
  const moved = (): void => {
    // A fragment is a place on the same page.
    if (href.split('#')[0] !== location.href.split('#')[0]) view();
    href = location.href;
  };
  on(window, 'visibilitychange pagehide', () => {
    if (document.hidden) hide();
  });
  on(window, 'pagehide', hide);
  on(window, 'pageshow', (event) => {
    // Registered for pageshow only.
    if ((event as PageTransitionEvent).persisted) view();
  });
  // Where there is no Navigation API a changed address is noticed when its first event is recorded or it is left.
  if (window.navigation) on(navigation, 'currententrychange', moved);
  else {
    on(window, 'popstate', moved);
    for (const method of ['pushState', 'replaceState'] as const) {
      const original = history[method];
      history[method] = function (...args) {
        original.apply(this, args);
        moved();
      };
    }
  }
}

import type { FullSite } from '../site.ts';

/** Without any sign of life for this long the visitor is taken to have gone, though the page is still shown. */
const idleMs = 60_000;
/** Leaving a page hides it and unloads it, in either order: a shorter time than this is not worth an event. */
const leastMs = 100;

/** Shares of the page, in percent, each told once per page view when it is reached by scrolling. */
const thresholds = [25, 50, 75, 90];

/**
 * Captures how far and how long a page view was seen: `Page Scrolled` and `Page Left`, when it ends or is hidden, and
 * `Scroll Depth Reached` on the way.
 */
export function captureEngagement({ on, emit, wants, now, onView, onHide }: FullSite): void {
  let depth = 0;
  let reported = 0;
  let reached = 0;
  let visibleMs = 0;
  let seenAt = now();
  let activeUntil = seenAt + idleMs;
  let measuring: ReturnType<typeof setTimeout> | undefined;
  let inView = !document.hidden;

  /** What scrolls: the page, or in its place an element that fills most of the window. */
  let scroller: Element = document.scrollingElement ?? document.documentElement;
  const measure = (): void => {
    measuring = undefined;
    const { scrollTop, clientHeight, scrollHeight } = scroller;
    depth = Math.max(depth, Math.min(1, (scrollTop + clientHeight) / scrollHeight || 0));
  };
  /** One event for all that were reached at once: whoever reached 75 % has reached 50 %. */
  const tellThreshold = (): void => {
    measure();
    const percent = thresholds.findLast((one) => one <= depth * 100) ?? 0;
    if (percent > reached && wants('scroll')) emit('Scroll Depth Reached', { percent });
    reached = Math.max(reached, percent);
  };
  /** Adds the time since the last look, as far as the page was in view and the visitor there. */
  const tick = (): void => {
    const at = now();
    if (inView) visibleMs += Math.max(0, Math.min(at, activeUntil) - seenAt);
    inView = !document.hidden;
    seenAt = at;
    activeUntil = at + idleMs;
  };
  const report = (): void => {
    tick();
    const deepest = Math.round(depth * 100) / 100;
    if (wants('scroll') && deepest > reported) emit('Page Scrolled', { depth: deepest });
    reported = deepest;
    if (visibleMs < leastMs) return;
    if (wants('scroll')) emit('Page Left', { visibleMs, depth: deepest });
    visibleMs = 0;
  };

  on(window, 'scroll', ({ target }) => {
    tick();
    if (target instanceof Document) scroller = target.scrollingElement ?? scroller;
    else if (target instanceof Element && target.clientHeight > innerHeight / 2) scroller = target;
    // Reading positions forces a layout, so it waits until the browser has done its own.
    if (measuring === undefined) measuring = setTimeout(tellThreshold, 100);
  });
  on(window, 'pointerdown pointermove keydown focus visibilitychange', tick);
  onHide.push(report);
  onView.push(() => {
    report();
    depth = reported = reached = 0;
    measure();
  });
  measure();
}

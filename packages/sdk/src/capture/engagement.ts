import type { CaptureDeps } from './capture.ts';

/** Without any sign of life for this long the visitor is taken to have gone, though the page is still shown. */
const idleMs = 60_000;

/** Captures how far and how long a page view was seen: `Page Scrolled` and `Page Left`, when it ends or is hidden. */
export function captureEngagement({ on, emit, wants, now, onView, onHide }: CaptureDeps): void {
  let depth = 0;
  let sentDepth = 0;
  let visibleMs = 0;
  let seenAt = now();
  let activeUntil = seenAt + idleMs;
  let measuring = 0;

  const measure = (): void => {
    measuring = 0;
    const { scrollHeight } = document.documentElement;
    depth = Math.max(depth, Math.min(1, (scrollY + innerHeight) / scrollHeight));
  };
  /** Adds the time since the last look, as far as the page was in view and the visitor there. */
  const tick = (): void => {
    const at = now();
    visibleMs += Math.max(0, Math.min(at, activeUntil) - seenAt);
    seenAt = at;
    activeUntil = at + idleMs;
  };
  const report = (): void => {
    tick();
    if (!wants('scroll')) return;
    const rounded = Math.round(depth * 100) / 100;
    if (rounded > sentDepth) emit('Page Scrolled', { depth: rounded });
    emit('Page Left', { visibleMs, depth: Math.max(0, rounded) });
    sentDepth = rounded;
    visibleMs = 0;
  };

  on(window, 'scroll resize', () => {
    tick();
    // Reading positions forces a layout, so it waits until the browser has done its own.
    measuring ||= setTimeout(measure, 100);
  });
  on(window, 'pointerdown pointermove keydown focus', tick);
  on(window, 'visibilitychange', () => {
    // Time in the background does not count.
    if (!document.hidden) seenAt = now();
  });
  onHide.push(report);
  onView.push(() => {
    report();
    depth = sentDepth = 0;
    measure();
  });
  measure();
}

import type { FullSite } from '../site.ts';

/** Errors told per page load, at most: an error in a loop is still one error. */
const errorLimit = 10;

/** Captures uncaught errors and rejections when the site asks for it: `Error Occurred`. */
export function captureErrors({ on, emit, wants, redact }: FullSite): void {
  const seen = new Set<string>();
  const tell = (reason: unknown, source?: string, line?: number): void => {
    const message = redact(
      reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason),
    ).slice(0, 256);
    if (seen.size >= errorLimit || seen.has(message) || !wants('errors', 0)) return;
    seen.add(message);
    emit('Error Occurred', { message, source: source?.split('?')[0] || undefined, line: line || undefined });
  };
  on(window, 'error', (event) => {
    // Resources that fail to load fire plain events here.
    if (event instanceof ErrorEvent) tell(event.error ?? event.message, event.filename, event.lineno);
  });
  on(window, 'unhandledrejection', (event) => {
    // Registered for unhandledrejection, which has this type.
    tell((event as PromiseRejectionEvent).reason);
  });
}

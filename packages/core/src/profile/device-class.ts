/** What kind of device a user agent stands for. */
export type DeviceClass = 'mobile' | 'tablet' | 'desktop' | 'tv' | 'bot';

/**
 * The class of device that a `User-Agent` header names; `undefined` when it names no browser or app that is known.
 *
 * An iPad that asks for desktop pages says that it is a Mac, and is taken for one.
 */
export function deviceClass(userAgent: string): DeviceClass | undefined {
  if (/bot\b|crawl|spider|slurp|headless|lighthouse|preview/i.test(userAgent)) return 'bot';
  if (/smart-?tv|hbbtv|appletv|googletv|\bTV\b/i.test(userAgent)) return 'tv';
  if (/iPad|Tablet|PlayBook|Silk/i.test(userAgent)) return 'tablet';
  if (/Android/i.test(userAgent)) return /Mobi/i.test(userAgent) ? 'mobile' : 'tablet';
  if (/Mobi|iPhone|iPod|Windows Phone/i.test(userAgent)) return 'mobile';
  return /Windows|Macintosh|X11|CrOS|Linux/i.test(userAgent) ? 'desktop' : undefined;
}

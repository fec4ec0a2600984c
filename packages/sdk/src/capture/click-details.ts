import type { Click } from './clicks.ts';

/** This many clicks on one element … */
const rageClicks = 3;
/** … within this time are made in rage. */
const rageMs = 1_000;
const download = /\.(pdf|zip|gz|csv|xlsx?|docx?|pptx?|dmg|exe|apk|mp3|mp4|mov|rar|7z|pkg|epub)$/i;

/** What clicks are, once it matters less to be small: classes, role, outbound, download, rage. */
export function describeClicks(): (click: Click) => object {
  let last: Element | undefined;
  let count = 0;
  let firstAt = 0;
  return ({ element, at }) => {
    if (element !== last || at - firstAt > rageMs) {
      last = element;
      count = 0;
      firstAt = at;
    }
    count++;
    const link = element.closest<HTMLAnchorElement>('a[href]');
    const isWeb = link?.protocol.startsWith('http');
    return {
      classes: element.getAttribute('class')?.trim().slice(0, 128) || undefined,
      role: element.getAttribute('role') ?? undefined,
      outbound: (isWeb && link?.host !== location.host) || undefined,
      download: link?.hasAttribute('download') || (isWeb && download.test(link?.pathname ?? '')) || undefined,
      // Told once, by the click that completes the series.
      rage: count === rageClicks || undefined,
    };
  };
}

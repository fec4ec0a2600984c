import type { FullSite } from '../site.ts';

/** The query parameter by which a visitor's id travels. */
const parameter = '_lk';
/** How long after the click it is believed. */
const validMs = 120_000;

/**
 * Carries the anonymous id over links between the site's own domains, where it asks for it (`cross-domain`, a list of
 * hosts): `_lk=<time>.<checksum>.<id>`.
 *
 * The checksum is over id, time, browser and language: it makes no secret, but a link that was copied to somebody else
 * or kept for later carries nobody's id. An id that arrives wins over this domain's own, unless the visitor is logged in.
 */
export function captureLinkDecoration(
  { on, options, visitor, now }: FullSite,
  adopt: (anonymousId: string) => void,
): void {
  if (!options.crossDomain) return;
  const hosts = String(options.crossDomain).split(/[\s,]+/);
  const isOurs = (host: string): boolean => hosts.some((one) => host === one || host.endsWith(`.${one}`));

  on(window, 'click auxclick', (event) => {
    const [target] = event.composedPath();
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href]') : null;
    const [, id] = visitor;
    if (!link || !id || link.host === location.host || !isOurs(link.hostname)) return;
    const url = new URL(link.href);
    url.searchParams.set(parameter, sign(id, now()));
    // The browser follows the address as it is at the end of the click.
    const written = link.getAttribute('href') ?? '';
    link.href = url.href;
    setTimeout(() => link.setAttribute('href', written));
  });

  const url = new URL(location.href);
  const [time = '', , ...id] = (url.searchParams.get(parameter) ?? '').split('.');
  const anonymousId = id.join('.');
  const at = Number.parseInt(time, 36);
  const cameFrom = /^https?:\/\/([^/:]+)/.exec(document.referrer)?.[1] ?? '';
  if (!anonymousId) return;
  if (
    isOurs(cameFrom) &&
    Math.abs(now() - at) < validMs &&
    url.searchParams.get(parameter) === sign(anonymousId, at)
  ) {
    adopt(anonymousId);
  }
  // Nobody should copy it from the address bar.
  url.searchParams.delete(parameter);
  history.replaceState(history.state, '', url);
}

function sign(id: string, at: number): string {
  let checksum = 0;
  for (const letter of [id, at, navigator.userAgent, navigator.language].join()) {
    checksum = (Math.imul(checksum, 31) + letter.charCodeAt(0)) >>> 0;
  }
  return [at.toString(36), checksum.toString(36), id].join('.');
}

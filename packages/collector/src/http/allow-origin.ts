/** Whether a request from a page of this origin may send events to a site. */
export type AllowOrigin = (siteId: number, origin: string | undefined) => boolean;

/**
 * Creates the check of the `Origin` header against each site's allow-list: `https://shop.example`, or
 * `https://*.shop.example` for every host below it. A site without a list takes any origin; a request without the
 * header is no page's (a server's or an app's) and is always taken, as it could say whatever it wants.
 */
export function createAllowOrigin(lists: ReadonlyMap<number, readonly string[]>): AllowOrigin {
  const rules = new Map([...lists].map(([siteId, list]) => [siteId, compileList(list)]));
  return (siteId, origin) => origin === undefined || (rules.get(siteId)?.(origin) ?? true);
}

function compileList(list: readonly string[]): (origin: string) => boolean {
  const exact = new Set(list.filter((entry) => !entry.includes('*')));
  const below = list
    .filter((entry) => entry.includes('*'))
    .map((entry) => {
      const [scheme = '', rest = ''] = entry.split('*', 2);
      return { scheme, rest };
    });
  return (origin) =>
    exact.has(origin) ||
    below.some(
      ({ scheme, rest }) =>
        origin.startsWith(scheme) && origin.endsWith(rest) && origin.length > scheme.length + rest.length,
    );
}

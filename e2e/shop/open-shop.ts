import { Hono } from 'hono';
import { createShop, type ShopDeps } from './app.ts';

/** Where the shop under test is. */
export const origin = 'http://shop.test';

/** A browser in front of a shop. */
export interface ShopBrowser {
  readonly get: (path: string) => Promise<Response>;
  readonly post: (path: string, form: Readonly<Record<string, string>>, accept?: string) => Promise<Response>;
  readonly cookie: (name: string) => string | undefined;
}

/** Opens a shop of its own in a browser with a cookie jar. The shop's script must be built (`bundlePages`). */
export function openShop(over: Partial<ShopDeps> = {}): ShopBrowser {
  let ids = 0;
  const app = new Hono().route(
    over.basePath ?? '/shop',
    createShop({
      collectorOrigin: 'http://collector.test',
      scriptUrl: '/likeness.js',
      writeKey: 'wk_test',
      secretKey: 'sk_test',
      fetchCollector: () => new Response('event: profile\ndata: {}\n\n'),
      newId: () => `id-${++ids}`,
      now: () => Date.UTC(2026, 10, 22),
      ...over,
    }),
  );
  const jar = new Map<string, string>();
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await app.request(`${origin}${path}`, { ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  return {
    get: (path) => send(path, {}),
    post: (path, form, accept = 'application/json') =>
      send(path, { method: 'POST', body: new URLSearchParams(form), headers: { accept } }),
    cookie: (name) => jar.get(name),
  };
}

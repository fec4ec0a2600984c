import { Hono } from 'hono';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundlePages } from '../../scripts/build/bundle-pages.ts';
import { createShop, type ShopDeps } from './app.ts';
import { openShop, origin } from './open-shop.ts';

beforeAll(bundlePages);

describe('the visitor’s own profile', () => {
  it('is asked for with the secret key under the id in the signed cookie', async () => {
    const asked: Request[] = [];
    const shop = openShop({
      fetchCollector: (request) => {
        asked.push(request);
        return new Response('event: profile\ndata: {"events":1}\n\n', {
          headers: { 'content-type': 'text/event-stream' },
        });
      },
    });
    await shop.get('/shop');
    const response = await shop.get('/shop/live');
    expect(await response.text()).toBe('event: profile\ndata: {"events":1}\n\n');
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(asked.map(({ url }) => url)).toEqual([
      'http://collector.test/v1/profiles/anonymous_id%3Aid-1/live',
    ]);
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer sk_test');
  });

  it('is not shown to a browser without an id, or with one that the shop did not sign', async () => {
    let calls = 0;
    const deps: Partial<ShopDeps> = {
      fetchCollector: () => {
        calls += 1;
        return new Response('');
      },
    };
    const stranger = openShop(deps);
    expect((await stranger.get('/shop/live')).status).toBe(401);
    const app = new Hono().route(
      '/shop',
      createShop({
        collectorOrigin: 'http://collector.test',
        scriptUrl: '/likeness.js',
        writeKey: 'wk_test',
        secretKey: 'sk_test',
        newId: () => 'fresh',
        now: () => 0,
        fetchCollector: () => {
          calls += 1;
          return new Response('');
        },
      }),
    );
    const forged = await app.request(`${origin}/shop/live`, {
      headers: { cookie: `pottering_visitor=${encodeURIComponent(`id-1.${'A'.repeat(43)}=`)}` },
    });
    expect(forged.status).toBe(401);
    expect(calls).toBe(0);
  });

  it('tells the browser to come back when the collector has no answer', async () => {
    const shop = openShop({ fetchCollector: () => new Response('no', { status: 503 }) });
    await shop.get('/shop');
    const response = await shop.get('/shop/live');
    expect([response.status, await response.text()]).toEqual([200, 'retry: 2000\n\n']);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { bundlePages } from '../../scripts/build/bundle-pages.ts';
import { openShop } from './open-shop.ts';

beforeAll(bundlePages);

describe('why a tag is what it is', () => {
  it('is asked for with the secret key, for the visitor of the signed cookie alone', async () => {
    const asked: Request[] = [];
    const shop = openShop({
      fetchCollector: (request) => {
        asked.push(request);
        return Response.json(request.url.includes('/explain') ? { value: 3 } : {});
      },
    });
    await shop.get('/shop');
    const response = await shop.get('/shop/why?what=tag%3Acategory%3Ahouse%2F*&id=someone-else');
    expect(await response.json()).toEqual({ value: 3 });
    const explained = asked.filter(({ url }) => url.includes('/explain'));
    expect(explained.map(({ url }) => url)).toEqual([
      'http://collector.test/v1/profiles/anonymous_id%3Aid-1/explain?what=tag%3Acategory%3Ahouse%2F*',
    ]);
    expect(explained[0]?.headers.get('authorization')).toBe('Bearer sk_test');
  });

  it('is not told to a browser without an id, nor about anything but tags and segments', async () => {
    let calls = 0;
    const shop = openShop({
      fetchCollector: () => {
        calls += 1;
        return Response.json({});
      },
    });
    expect((await shop.get('/shop/why?what=tag:a:b')).status).toBe(401);
    await shop.get('/shop');
    const before = calls;
    expect((await shop.get('/shop/why?what=trait:email')).status).toBe(400);
    expect((await shop.get('/shop/why')).status).toBe(400);
    expect(calls).toBe(before);
  });

  it('says so when the collector has none', async () => {
    const shop = openShop({ fetchCollector: () => new Response('no', { status: 503 }) });
    await shop.get('/shop');
    expect((await shop.get('/shop/why?what=segment:new')).status).toBe(503);
  });
});

import { Hono } from 'hono';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundlePages } from '../../scripts/build/bundle-pages.ts';
import { createShop, type ShopDeps } from './app.ts';
import { allProducts } from './catalogue/catalogue.ts';
import { categoryTree } from './catalogue/categories.ts';
import type { Outcome } from './events/instruction.ts';
import { articles } from './journal/articles.ts';

beforeAll(bundlePages);

const origin = 'http://shop.test';

interface Browser {
  readonly get: (path: string) => Promise<Response>;
  readonly post: (path: string, form: Readonly<Record<string, string>>, accept?: string) => Promise<Response>;
  readonly cookie: (name: string) => string | undefined;
}

/** A browser with a cookie jar in front of a shop. */
function openShop(over: Partial<ShopDeps> = {}): Browser {
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

function structuredData(page: string): readonly Record<string, unknown>[] {
  return [...page.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].map(
    // JSON.parse throws on what is not JSON, which fails the test; the data is an object in each.
    ([, json = '']) => JSON.parse(json) as Record<string, unknown>,
  );
}

function instructions(page: string): readonly (readonly [string, string, Record<string, unknown>])[] {
  const json =
    /<script type="application\/json" id="page-instructions">(.*?)<\/script>/s.exec(page)?.[1] ?? '';
  // The shape of track instructions, the only ones that a page carries (events/instruction.ts).
  return JSON.parse(json) as readonly (readonly [string, string, Record<string, unknown>])[];
}

describe('pages of the shop', () => {
  it('answers every product, category and article', async () => {
    const shop = openShop();
    const roots = categoryTree();
    const paths = [
      '/shop',
      '/shop/cart',
      '/shop/checkout',
      '/shop/login',
      '/shop/journal',
      '/shop/thanks/POT-1',
      ...[...roots, ...roots.flatMap(({ children }) => children)].map(({ slug }) => `/shop/c/${slug}`),
      ...allProducts().flatMap(({ id }) => [`/shop/p/${id}`, `/shop/pictures/${id}.svg`]),
      ...articles.map(({ id }) => `/shop/journal/${id}`),
    ];
    const statuses = await Promise.all(paths.map(async (path) => [path, (await shop.get(path)).status]));
    expect(statuses.filter(([, status]) => status !== 200)).toEqual([]);
  });

  it('leads from its address with a slash to the one without', async () => {
    const response = await openShop().get('/shop/');
    expect([response.status, response.headers.get('location')]).toEqual([301, '/shop']);
  });

  it('answers 404 in its own words where nothing stands', async () => {
    const response = await openShop().get('/shop/p/nothing');
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('Not on any shelf');
  });

  it('links only to addresses that exist, under its base path', async () => {
    for (const basePath of ['/shop', '/a/b']) {
      const shop = openShop({ basePath });
      const page = await (await shop.get(`${basePath}/c/house`)).text();
      const links = [
        ...new Set([...page.matchAll(/(?:href|src)="(\/[^"]*)"/g)].map(([, link = '']) => link)),
      ].filter((link) => link !== '/likeness.js');
      expect(links.length).toBeGreaterThan(30);
      const statuses = await Promise.all(links.map(async (link) => [link, (await shop.get(link)).status]));
      expect(statuses.filter(([, status]) => status !== 200)).toEqual([]);
    }
  });

  it('carries the script tag with the write key and the visitor’s id', async () => {
    const page = await (await openShop().get('/shop')).text();
    expect(page).toContain(
      '<script async src="/likeness.js" data-write-key="wk_test" data-anonymous-id="id-1"></script>',
    );
    expect(page).not.toContain('sk_test');
  });

  it('describes a product as schema.org and OpenGraph have it', async () => {
    const page = await (await openShop().get('/shop/p/harbour-mug')).text();
    const [product, trail] = structuredData(page);
    expect(product).toMatchObject({
      '@context': 'https://schema.org',
      '@type': 'Product',
      name: 'Harbour Mug',
      sku: 'POT-0102',
      brand: { '@type': 'Brand', name: 'Tidewrack' },
      category: 'House/Kitchen/Mugs',
      offers: {
        '@type': 'Offer',
        price: '26.00',
        priceCurrency: 'EUR',
        availability: 'https://schema.org/InStock',
      },
    });
    expect(trail).toMatchObject({ '@type': 'BreadcrumbList' });
    expect(trail).toMatchObject({
      itemListElement: ['Home', 'House', 'Kitchen', 'Mugs', 'Harbour Mug'].map((name, index) => ({
        position: index + 1,
        name,
      })),
    });
    expect(page).toContain('<meta property="og:type" content="product">');
    expect(page).toContain(
      '<meta property="og:image" content="http://shop.test/shop/pictures/harbour-mug.svg">',
    );
  });

  it('has valid structured data on every kind of page', async () => {
    const shop = openShop();
    for (const [path, type] of [
      ['/shop', 'WebSite'],
      ['/shop/c/desk/paper', 'CollectionPage'],
      ['/shop/journal/the-letter-you-owe', 'Article'],
    ] as const) {
      const data = structuredData(await (await shop.get(path)).text());
      expect(data[0]).toMatchObject({ '@context': 'https://schema.org', '@type': type });
    }
  });

  it('names author and keywords of an article', async () => {
    const page = await (await openShop().get('/shop/journal/the-letter-you-owe')).text();
    expect(structuredData(page)[0]).toMatchObject({ author: { '@type': 'Person', name: 'Nell Harrow' } });
    expect(page).toContain('<meta property="article:tag" content="letters">');
  });

  it('shows what was asked for as text, never as HTML', async () => {
    const page = await (
      await openShop().get('/shop/search?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%22')
    ).text();
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;');
    expect(page).not.toContain('<img src=x');
  });

  it('lets nothing from outside in, and no inline code', async () => {
    const policy = (await openShop().get('/shop')).headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
  });
});

describe('the front page', () => {
  it('has a row for the visitor as soon as their profile says something', async () => {
    const tags = [{ family: 'category', value: 'desk/writing/inks', weight: 3 }];
    const shop = openShop({ fetchCollector: () => Response.json({ tags }) });
    expect(await (await shop.get('/shop')).text()).not.toContain('Since you like');
    expect(await (await shop.get('/shop')).text()).toContain('Since you like inks');
  });

  it('stands without it when the collector is away', async () => {
    const shop = openShop({ fetchCollector: () => Promise.reject(new TypeError('no route')) });
    await shop.get('/shop');
    expect((await shop.get('/shop')).status).toBe(200);
  });
});

describe('what the pages tell the tracker', () => {
  it('names lists, products, basket and till as Segment does', async () => {
    const shop = openShop();
    const told = async (path: string) => instructions(await (await shop.get(path)).text())[0];
    expect(await told('/shop/c/house/kitchen/mugs')).toMatchObject([
      'track',
      'Product List Viewed',
      { category: 'House/Kitchen/Mugs' },
    ]);
    expect(await told('/shop/p/big-monday-mug')).toMatchObject([
      'track',
      'Product Viewed',
      {
        product_id: 'big-monday-mug',
        category: 'House/Kitchen/Mugs',
        price: 28,
        discount: 6,
        currency: 'EUR',
      },
    ]);
    expect((await told('/shop/cart'))?.[1]).toBe('Cart Viewed');
    await shop.post('/shop/cart/add', { product: 'hoop-mug', quantity: '2' });
    expect(await told('/shop/checkout')).toMatchObject([
      'track',
      'Checkout Started',
      { value: 48, currency: 'EUR' },
    ]);
  });

  it('leaves searches to the SDK', async () => {
    expect(instructions(await (await openShop().get('/shop/search?q=tea')).text())).toEqual([]);
  });
});

describe('what a visitor does', () => {
  const outcome = async (response: Promise<Response>): Promise<Outcome> =>
    (await (await response).json()) as Outcome;

  it('puts things in the basket and takes them out, each told once', async () => {
    const shop = openShop();
    const added = await outcome(shop.post('/shop/cart/add', { product: 'hoop-mug', quantity: '3' }));
    expect(added.cartCount).toBe(3);
    expect(added.instructions).toMatchObject([
      ['track', 'Product Added', { product_id: 'hoop-mug', quantity: 3 }],
    ]);
    const fewer = await outcome(shop.post('/shop/cart/set', { product: 'hoop-mug', quantity: '1' }));
    expect(fewer.instructions).toMatchObject([['track', 'Product Removed', { quantity: 2 }]]);
    const same = await outcome(shop.post('/shop/cart/set', { product: 'hoop-mug', quantity: '1' }));
    expect(same.instructions).toEqual([]);
  });

  it('buys: the order carries revenue, total, currency and every line, and the basket is empty', async () => {
    const shop = openShop();
    await shop.post('/shop/cart/add', { product: 'hoop-mug', quantity: '2' });
    await shop.post('/shop/cart/add', { product: 'hedgerow-jam', quantity: '1' });
    const bought = await outcome(shop.post('/shop/checkout', {}));
    expect(bought.instructions).toMatchObject([
      [
        'track',
        'Order Completed',
        {
          revenue: 54.9,
          shipping: 4.9,
          total: 59.8,
          discount: 1.3,
          currency: 'EUR',
          products: [
            { sku: 'POT-0104', category: 'House/Kitchen/Mugs', brand: 'Tidewrack', price: 24, quantity: 2 },
            { sku: 'POT-0524', quantity: 1 },
          ],
        },
      ],
    ]);
    expect(bought.location).toMatch(/^\/shop\/thanks\/POT-/);
    expect(await (await shop.get('/shop/cart')).text()).toContain('An empty basket');
  });

  it('logs in as somebody, and out to a new anonymous id', async () => {
    const shop = openShop();
    await shop.get('/shop');
    const before = shop.cookie('pottering_visitor');
    const hello = await outcome(shop.post('/shop/login', { person: 'ada-moss' }));
    expect(hello.instructions).toEqual([
      ['identify', 'ada-moss', { name: 'Ada Moss', email: 'ada@example.com', plan: 'friend of the shop' }],
    ]);
    expect(shop.cookie('pottering_visitor')).toBe(before);
    expect(await (await shop.get('/shop')).text()).toContain('>Ada</a>');
    const goodbye = await outcome(shop.post('/shop/logout', {}));
    expect(goodbye.instructions).toEqual([['reset', { anonymousId: expect.stringMatching(/^id-/) }]]);
    expect(shop.cookie('pottering_visitor')).not.toBe(before);
    expect(await (await shop.get('/shop')).text()).toContain('>Log in</a>');
  });

  it('works without script: forms end in redirects', async () => {
    const response = await openShop().post(
      '/shop/cart/add',
      { product: 'hoop-mug', quantity: '1' },
      'text/html',
    );
    expect([response.status, response.headers.get('location')]).toEqual([303, '/shop/cart']);
  });

  it('refuses what makes no sense', async () => {
    const shop = openShop();
    const statuses = [
      await shop.post('/shop/cart/add', { product: 'nothing', quantity: '1' }),
      await shop.post('/shop/cart/add', { product: 'hoop-mug', quantity: '-1' }),
      await shop.post('/shop/login', { person: 'nobody' }),
    ].map(({ status }) => status);
    expect(statuses).toEqual([400, 400, 400]);
  });
});

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

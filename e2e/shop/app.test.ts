import { beforeAll, describe, expect, it } from 'vitest';
import { bundlePages } from '../../scripts/build/bundle-pages.ts';
import { allProducts } from './catalogue/catalogue.ts';
import { categoryTree } from './catalogue/categories.ts';
import { articles } from './journal/articles.ts';
import { openShop } from './open-shop.ts';

beforeAll(bundlePages);

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

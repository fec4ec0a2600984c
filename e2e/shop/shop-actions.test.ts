import { beforeAll, describe, expect, it } from 'vitest';
import { bundlePages } from '../../scripts/build/bundle-pages.ts';
import type { Outcome } from './events/instruction.ts';
import { openShop } from './open-shop.ts';

beforeAll(bundlePages);

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

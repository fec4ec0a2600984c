import { type Context, Hono } from 'hono';
import { type Assets, loadAssets } from './assets.ts';
import { findProduct } from './catalogue/catalogue.ts';
import { findCategory } from './catalogue/categories.ts';
import { suggestProducts } from './catalogue/suggest-products.ts';
import { articles } from './journal/articles.ts';
import { type LiveRelay, relayLiveProfile } from './live-route.ts';
import { articlePage, journalPage } from './pages/article-page.ts';
import { cartPage } from './pages/cart-page.ts';
import { checkoutPage } from './pages/checkout-page.ts';
import { homePage } from './pages/home-page.ts';
import { layout } from './pages/layout.ts';
import { listingPage } from './pages/listing-page.ts';
import { loginPage } from './pages/login-page.ts';
import { iconDocument } from './pages/logo.ts';
import { missingPage } from './pages/missing-page.ts';
import type { Page, Scene } from './pages/page.ts';
import { productPage } from './pages/product-page.ts';
import { searchPage } from './pages/search-page.ts';
import type { Absolute } from './pages/structured-data.ts';
import { thanksPage } from './pages/thanks-page.ts';
import { drawPicture } from './pictures/picture.ts';
import { shopActions } from './shop-actions.ts';
import { readTags } from './visitor/read-tags.ts';
import { type CookieOptions, loadVisitor, readAnonymousId } from './visitor/visitor-cookies.ts';
import { relayExplanation } from './why-route.ts';

/** What the shop is made with. */
export interface ShopDeps extends LiveRelay {
  /** Where the SDK's script is. */
  readonly scriptUrl: string;
  readonly writeKey: string;
  /** Signs the visitors' cookies; one that outlives a restart keeps them known. Default: the secret key. */
  readonly cookieSecret?: string;
  /** A random, unguessable id. */
  readonly newId: () => string;
  /** Epoch ms. */
  readonly now: () => number;
  /** Where the shop is mounted; default `/shop`, empty at the root. */
  readonly basePath?: string;
}

/** Products in the row that the visitor's own profile fills. */
const suggested = 4;
const forGood = 'public, max-age=31536000, immutable';
const forADay = 'public, max-age=86400';

/**
 * The demo shop: server-rendered, and a customer of Likeness like any other. Mount it at `basePath`
 * (`app.route('/shop', createShop(deps))`). Reads its style and built script once, here.
 */
export function createShop(deps: ShopDeps): Hono {
  const base = deps.basePath ?? '/shop';
  const assets = loadAssets();
  const cookies: CookieOptions = {
    secret: deps.cookieSecret ?? deps.secretKey,
    path: base === '' ? '/' : base,
    newId: deps.newId,
  };
  const policy = contentPolicy(deps);
  const shop = new Hono();

  const show = async (
    c: Context,
    render: (scene: Scene, absolute: Absolute) => Page,
    status: 200 | 404 = 200,
  ) => {
    const scene: Scene = {
      base,
      url: new URL(c.req.url),
      visitor: await loadVisitor(c, cookies),
      scriptUrl: deps.scriptUrl,
      writeKey: deps.writeKey,
      version: assets.version,
    };
    const page = render(scene, (path) => `${scene.url.origin}${base}${path}`);
    c.header('cache-control', 'private, no-cache');
    c.header('content-security-policy', policy);
    c.header('referrer-policy', 'same-origin');
    c.header('x-content-type-options', 'nosniff');
    return c.html(layout(scene, page), status);
  };

  shop.get('/', async (c) => {
    const anonymousId = await readAnonymousId(c, cookies);
    const tags = anonymousId === undefined ? [] : await readTags(deps, anonymousId);
    return show(c, (scene, absolute) => homePage(scene, absolute, suggestProducts(tags, suggested)));
  });
  shop.get('/c/:slug{.+}', (c) => {
    const [root, ...rest] = findCategory(c.req.param('slug'));
    if (root === undefined) return show(c, missingPage, 404);
    return show(c, (scene, absolute) => listingPage(scene, absolute, [root, ...rest]));
  });
  shop.get('/p/:id', (c) => {
    const product = findProduct(c.req.param('id'));
    if (product === undefined) return show(c, missingPage, 404);
    return show(c, (scene, absolute) => productPage(scene, absolute, product));
  });
  shop.get('/search', (c) => show(c, searchPage));
  shop.get('/cart', (c) => show(c, cartPage));
  shop.get('/checkout', (c) =>
    show(c, (scene) => (scene.visitor.cart.length === 0 ? cartPage : checkoutPage)(scene)),
  );
  shop.get('/thanks/:order', (c) => show(c, (scene) => thanksPage(scene, c.req.param('order'), deps.now())));
  shop.get('/login', (c) => show(c, loginPage));
  shop.get('/journal', (c) => show(c, journalPage));
  shop.get('/journal/:id', (c) => {
    const article = articles.find(({ id }) => id === c.req.param('id'));
    if (article === undefined) return show(c, missingPage, 404);
    return show(c, (scene, absolute) => articlePage(scene, absolute, article));
  });

  shop.get('/pictures/:file{[a-z0-9-]+\\.svg}', (c) => {
    const product = findProduct(c.req.param('file').slice(0, -'.svg'.length));
    if (product === undefined) return c.notFound();
    return c.body(drawPicture(product.picture), 200, {
      'content-type': 'image/svg+xml',
      'cache-control': forADay,
    });
  });
  shop.get('/assets/icon.svg', (c) =>
    c.body(iconDocument(), 200, { 'content-type': 'image/svg+xml', 'cache-control': forADay }),
  );
  shop.get('/assets/:file', (c) => sendAsset(c, assets));

  shop.get('/live', async (c) => {
    const anonymousId = await readAnonymousId(c, cookies);
    if (anonymousId === undefined)
      return c.text('This browser has no visitor id yet; open the shop first.', 401);
    return relayLiveProfile(deps, anonymousId, c.req.raw.signal);
  });

  shop.get('/why', async (c) => {
    const anonymousId = await readAnonymousId(c, cookies);
    if (anonymousId === undefined)
      return c.text('This browser has no visitor id yet; open the shop first.', 401);
    const what = c.req.query('what') ?? '';
    return relayExplanation(deps, { anonymousId, what, signal: c.req.raw.signal });
  });

  shop.route('/', shopActions({ base, cookies, newId: deps.newId }));
  shop.all('*', async (c): Promise<Response> => {
    if (c.req.path === `${base}/`) return c.redirect(base, 301);
    return show(c, missingPage, 404);
  });
  return shop;
}

function sendAsset(c: Context, assets: Assets): Response | Promise<Response> {
  const asset = assets.files.get(c.req.param('file') ?? '');
  if (asset === undefined) return c.notFound();
  return c.body(asset.content, 200, { 'content-type': asset.type, 'cache-control': forGood });
}

/** Everything comes from here, except the SDK and what it sends, which may live elsewhere. */
function contentPolicy({ collectorOrigin, scriptUrl }: ShopDeps): string {
  const script = new URL(scriptUrl, collectorOrigin).origin;
  return [
    "default-src 'none'",
    `script-src 'self' ${script}`,
    `connect-src 'self' ${collectorOrigin} ${script}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

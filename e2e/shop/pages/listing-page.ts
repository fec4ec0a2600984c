import { html } from 'hono/html';
import { productsIn } from '../catalogue/catalogue.ts';
import type { Category } from '../catalogue/categories.ts';
import { productListViewed } from '../events/shop-events.ts';
import { breadcrumbs } from './breadcrumbs.ts';
import type { Html, Page, Scene } from './page.ts';
import { shelf } from './product-card.ts';
import { type Absolute, breadcrumbData, categoryTrail, listData } from './structured-data.ts';

/** How a listing can be sorted; the first is the default. */
const orders = ['shelf', 'price', 'price-down'] as const;

/** A category's products; `categories` is the way to it from the root, itself last. */
export function listingPage(
  { base, url }: Scene,
  absolute: Absolute,
  categories: readonly [Category, ...Category[]],
): Page {
  const category = categories.at(-1) ?? categories[0];
  const asked = url.searchParams.get('sort');
  const order = orders.find((known) => known === asked) ?? 'shelf';
  const sign = order === 'price' ? 1 : order === 'price-down' ? -1 : 0;
  const products = productsIn(category.path).toSorted((a, b) => sign * (a.price - b.price));
  const trail = categoryTrail(categories);
  return {
    title: category.name,
    description: category.line,
    kind: 'website',
    department: categories[0].slug,
    structured: [listData(category, products, absolute), breadcrumbData(trail, absolute)],
    instructions: [productListViewed(category.slug, category.path, products)],
    main: html`${breadcrumbs(base, trail)}
<header class="heading"><h1>${category.name}</h1><p>${category.line}</p></header>
<div class="filters">
<nav class="shelves" aria-label="Shelves">${shelves(base, categories)}</nav>
<ul class="chips quiet" aria-label="Order">
${[
  ['shelf', 'As shelved'],
  ['price', 'Price, up'],
  ['price-down', 'Price, down'],
].map(
  ([value, label]) =>
    html`<li><a href="${base}/c/${category.slug}${value === 'shelf' ? '' : `?sort=${value}`}" aria-current="${value === order ? 'true' : 'false'}">${label}</a></li>`,
)}</ul>
</div>
${shelf(base, products)}`,
  };
}

/** A department shows its rooms with their shelves; a room or a shelf shows the shelves beside it. */
function shelves(base: string, categories: readonly [Category, ...Category[]]): readonly Html[] {
  const category = categories.at(-1) ?? categories[0];
  const rooms = categories.length === 1 ? category.children : [categories[1] ?? category];
  return rooms.map(
    (room) =>
      html`<ul class="chips">${[room, ...room.children].map(
        (shelf) =>
          html`<li><a href="${base}/c/${shelf.slug}" aria-current="${shelf.path === category.path ? 'page' : 'false'}">${shelf.name}</a></li>`,
      )}</ul>`,
  );
}

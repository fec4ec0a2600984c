import { html } from 'hono/html';
import { discountRate } from '../catalogue/catalogue.ts';
import { formatMoney } from '../catalogue/money.ts';
import type { Product } from '../catalogue/product.ts';
import type { Html } from './page.ts';

/** Cards in a row of shelves. */
export function shelf(base: string, products: readonly Product[]): Html {
  return html`<ul class="shelf">${products.map((product) => productCard(base, product))}</ul>`;
}

/** A product in its cubby, with its name and price below. */
function productCard(base: string, product: Product): Html {
  return html`<li class="card">
<a href="${base}/p/${product.id}">
<span class="cubby tone-${product.tone}"><img src="${base}/pictures/${product.id}.svg" alt="" width="400" height="400" loading="lazy">${saving(product)}</span>
<span class="card-name">${product.name}</span>
<span class="card-brand">${product.brand}</span>
</a>
${price(product)}
</li>`;
}

/** The price, with the old one beside it when there is one. */
export function price(product: Product): Html {
  return product.was === undefined
    ? html`<p class="price">${formatMoney(product.price)}</p>`
    : html`<p class="price marked"><span class="unseen">now </span><ins>${formatMoney(product.price)}</ins> <span class="unseen">was </span><del>${formatMoney(product.was)}</del></p>`;
}

/** The round paper tag on a product that is marked down. */
export function saving(product: Product): Html | string {
  return product.was === undefined
    ? ''
    : html`<span class="saving">−${Math.round(discountRate(product) * 100)}%</span>`;
}

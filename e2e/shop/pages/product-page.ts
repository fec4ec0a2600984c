import { html } from 'hono/html';
import { productsBeside } from '../catalogue/catalogue.ts';
import type { Product } from '../catalogue/product.ts';
import { productViewed } from '../events/shop-events.ts';
import { articles } from '../journal/articles.ts';
import { articleCard } from './article-page.ts';
import { breadcrumbs } from './breadcrumbs.ts';
import type { Page, Scene } from './page.ts';
import { price, saving, shelf } from './product-card.ts';
import { type Absolute, breadcrumbData, productData, productTrail } from './structured-data.ts';

/** One product. */
export function productPage({ base }: Scene, absolute: Absolute, product: Product): Page {
  const trail = productTrail(product);
  const told = articles.filter((article) => article.products.includes(product.id));
  return {
    title: product.name,
    description: product.line,
    kind: 'product',
    image: `/pictures/${product.id}.svg`,
    meta: [
      ['product:price:amount', product.price.toFixed(2)],
      ['product:price:currency', 'EUR'],
      ['product:brand', product.brand],
      ['product:category', product.category],
    ],
    department: trail[1]?.name.toLowerCase() ?? '',
    structured: [productData(product, absolute), breadcrumbData(trail, absolute)],
    instructions: [productViewed(product)],
    main: html`${breadcrumbs(base, trail)}
<article class="product">
<div class="cubby large tone-${product.tone}"><img src="${base}/pictures/${product.id}.svg" alt="${product.name}, drawn" width="800" height="800">${saving(product)}</div>
<div class="about">
<p class="brand"><a href="${base}/search?q=${encodeURIComponent(product.brand)}">${product.brand}</a></p>
<h1>${product.name}</h1>
<p class="line">${product.line}</p>
${price(product)}
<form class="buy" method="post" action="${base}/cart/add" data-action>
<input type="hidden" name="product" value="${product.id}">
<label>How many <select name="quantity">${[1, 2, 3, 4].map((count) => html`<option>${count}</option>`)}</select></label>
<button class="button">Put in the basket</button>
</form>
<p class="story">${product.story}</p>
<dl class="facts"><div><dt>Made of</dt><dd>${product.label}</dd></div><div><dt>Maker</dt><dd>${product.brand}</dd></div><div><dt>Number</dt><dd>${product.sku}</dd></div></dl>
<ul class="chips quiet" aria-label="Tags">${product.tags.map((tag) => html`<li><a href="${base}/search?q=${encodeURIComponent(tag)}">${tag}</a></li>`)}</ul>
</div>
</article>
<section class="row" aria-labelledby="beside"><h2 id="beside">Stands well beside</h2>${shelf(base, productsBeside(product, 4))}</section>
${told.length === 0 ? '' : html`<section class="row" aria-labelledby="told"><h2 id="told">In the journal</h2><ul class="articles">${told.map((article) => articleCard(base, article))}</ul></section>`}`,
  };
}

import { html } from 'hono/html';
import { formatMoney, roundToCent } from '../catalogue/money.ts';
import { cartViewed } from '../events/shop-events.ts';
import { type Cart, cartTotal, freeShippingFrom, maxQuantity, shippingFor } from '../visitor/cart.ts';
import type { Html, Page, Scene } from './page.ts';

/** The basket. */
export function cartPage({ base, visitor: { cart } }: Scene): Page {
  return {
    title: 'Basket',
    description: 'What you have put aside.',
    kind: 'website',
    department: 'basket',
    instructions: [cartViewed(cart)],
    main:
      cart.length === 0
        ? html`<header class="heading"><h1>An empty basket</h1><p>Also a perfectly good basket.</p></header><p><a class="button" href="${base}/c/house">Start with the house</a></p>`
        : html`<header class="heading"><h1>Basket</h1><p>${encouragement(cart)}</p></header>
<div class="counter"><ul class="lines">${cart.map(
            ({ product, quantity }) => html`<li>
<a class="cubby small tone-${product.tone}" href="${base}/p/${product.id}" tabindex="-1" aria-hidden="true"><img src="${base}/pictures/${product.id}.svg" alt="" width="120" height="120"></a>
<div><a href="${base}/p/${product.id}"><strong>${product.name}</strong></a><span>${product.brand}</span></div>
<form method="post" action="${base}/cart/set" data-action data-submit-on-change>
<input type="hidden" name="product" value="${product.id}">
<label><span class="unseen">How many of ${product.name}</span><select name="quantity">${Array.from({ length: maxQuantity }, (_, index) => option(index + 1, quantity))}</select></label>
<button class="unseen">Update</button></form>
<p class="price">${formatMoney(roundToCent(product.price * quantity))}</p>
<form method="post" action="${base}/cart/set" data-action><input type="hidden" name="product" value="${product.id}"><input type="hidden" name="quantity" value="0"><button class="plain" aria-label="Take out ${product.name}">Take out</button></form>
</li>`,
          )}</ul>
${receipt(cart)}
<form class="onward" method="get" action="${base}/checkout"><button class="button">To the till</button></form></div>`,
  };
}

/** What it comes to. */
export function receipt(cart: Cart): Html {
  const shipping = shippingFor(cart);
  return html`<dl class="receipt"><div><dt>Goods</dt><dd>${formatMoney(cartTotal(cart))}</dd></div><div><dt>Post</dt><dd>${shipping === 0 ? 'on us' : formatMoney(shipping)}</dd></div><div class="sum"><dt>Together</dt><dd>${formatMoney(roundToCent(cartTotal(cart) + shipping))}</dd></div></dl>`;
}

function option(value: number, chosen: number): Html {
  return value === chosen ? html`<option selected>${value}</option>` : html`<option>${value}</option>`;
}

function encouragement(cart: Cart): string {
  const missing = roundToCent(freeShippingFrom - cartTotal(cart));
  return missing <= 0
    ? 'The post is on us.'
    : `Another ${formatMoney(missing)} and the post is on us. No hurry.`;
}

import { html } from 'hono/html';
import { checkoutStarted } from '../events/shop-events.ts';
import { receipt } from './cart-page.ts';
import type { Page, Scene } from './page.ts';

/** The till. Nothing is asked that a demo has no use for. */
export function checkoutPage({ base, visitor: { cart, person } }: Scene): Page {
  return {
    title: 'The till',
    description: 'Pay for what you put aside.',
    kind: 'website',
    department: 'basket',
    instructions: [checkoutStarted(cart)],
    main: html`<header class="heading"><h1>The till</h1><p>Nothing is sold here, so nothing is asked. Press the button and see what an order does to a profile.</p></header>
<form class="counter till" method="post" action="${base}/checkout" data-action>
<fieldset><legend>Where to</legend>
<label>Name <input name="name" autocomplete="name" value="${person?.name ?? ''}"></label>
<label>Street <input name="street" autocomplete="street-address"></label>
<label>Town <input name="town" autocomplete="address-level2"></label>
</fieldset>
${receipt(cart)}
<div class="onward"><button class="button">Buy it all</button></div>
</form>`,
  };
}

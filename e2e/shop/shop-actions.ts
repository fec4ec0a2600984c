import { type Context, Hono } from 'hono';
import { findProduct } from './catalogue/catalogue.ts';
import type { Outcome } from './events/instruction.ts';
import { orderCompleted, productAdded, productRemoved } from './events/shop-events.ts';
import { cartCount, quantityOf, setQuantity, shippingFor } from './visitor/cart.ts';
import { findPerson } from './visitor/person.ts';
import {
  type CookieOptions,
  forgetPerson,
  loadVisitor,
  renewAnonymousId,
  saveCart,
  savePerson,
} from './visitor/visitor-cookies.ts';

/** What the actions need of the shop. */
export interface ActionOptions {
  readonly base: string;
  readonly cookies: CookieOptions;
  readonly newId: () => string;
}

/**
 * The shop's forms. A page with script sends them in the background and gets an {@link Outcome}; without script they
 * are plain forms that end in a redirect (and there is no tracker then, so nothing to instruct).
 */
export function shopActions({ base, cookies, newId }: ActionOptions): Hono {
  const actions = new Hono();

  const end = (c: Context, outcome: Outcome, fallback: string): Response =>
    c.req.header('accept')?.includes('application/json') === true
      ? c.json(outcome)
      : c.redirect(outcome.location ?? fallback, 303);

  actions.post('/cart/add', async (c) => {
    const { cart } = await loadVisitor(c, cookies);
    const form = await c.req.parseBody();
    const product = findProduct(String(form.product));
    const quantity = Number(form.quantity ?? 1);
    if (product === undefined || !Number.isInteger(quantity) || quantity < 1)
      return c.text('No such thing.', 400);
    const before = quantityOf(cart, product);
    const next = setQuantity(cart, product, before + quantity);
    const added = quantityOf(next, product) - before;
    await saveCart(c, cookies, next);
    const message = added === 0 ? 'That is all the basket will take.' : `${product.name} is in the basket.`;
    const instructions = added === 0 ? [] : [productAdded(product, added)];
    return end(c, { instructions, cartCount: cartCount(next), message }, `${base}/cart`);
  });

  actions.post('/cart/set', async (c) => {
    const { cart } = await loadVisitor(c, cookies);
    const form = await c.req.parseBody();
    const product = findProduct(String(form.product));
    const quantity = Number(form.quantity);
    if (product === undefined || !Number.isInteger(quantity) || quantity < 0)
      return c.text('No such thing.', 400);
    const next = setQuantity(cart, product, quantity);
    const change = quantityOf(next, product) - quantityOf(cart, product);
    await saveCart(c, cookies, next);
    const instructions =
      change === 0 ? [] : [change > 0 ? productAdded(product, change) : productRemoved(product, -change)];
    const outcome = {
      instructions,
      cartCount: cartCount(next),
      message: 'Basket changed.',
      location: `${base}/cart`,
    };
    return end(c, outcome, outcome.location);
  });

  actions.post('/checkout', async (c) => {
    const { cart } = await loadVisitor(c, cookies);
    if (cart.length === 0) return c.redirect(`${base}/cart`, 303);
    const orderId = `POT-${newId().replaceAll('-', '').slice(-8).toUpperCase()}`;
    await saveCart(c, cookies, []);
    const instructions = [orderCompleted(orderId, cart, shippingFor(cart))];
    const location = `${base}/thanks/${orderId}`;
    return end(c, { instructions, cartCount: 0, message: 'Thank you.', location }, location);
  });

  actions.post('/login', async (c) => {
    const { cart } = await loadVisitor(c, cookies);
    const person = findPerson(String((await c.req.parseBody()).person));
    if (person === undefined) return c.text('Nobody by that name.', 400);
    await savePerson(c, cookies, person);
    const traits = { name: person.name, email: person.email, plan: person.plan };
    const outcome: Outcome = {
      instructions: [['identify', person.id, traits]],
      cartCount: cartCount(cart),
      message: `Hello, ${person.name}.`,
      location: `${base}/login`,
    };
    return end(c, outcome, `${base}/login`);
  });

  actions.post('/logout', async (c) => {
    forgetPerson(c, cookies);
    await saveCart(c, cookies, []);
    const anonymousId = await renewAnonymousId(c, cookies);
    const location = base === '' ? '/' : base;
    const outcome: Outcome = {
      instructions: [['reset', { anonymousId }]],
      cartCount: 0,
      message: 'Goodbye.',
      location,
    };
    return end(c, outcome, location);
  });

  return actions;
}

import { findProduct } from '../catalogue/catalogue.ts';
import { roundToCent } from '../catalogue/money.ts';
import type { Product } from '../catalogue/product.ts';

/** One product in the basket. */
export interface CartLine {
  readonly product: Product;
  /** 1 to {@link maxQuantity}. */
  readonly quantity: number;
}

/** The basket, in the order in which things were put in. */
export type Cart = readonly CartLine[];

/** The most of one product that a basket holds. */
export const maxQuantity = 9;

/** Above this many euros shipping is free. */
export const freeShippingFrom = 60;

/** The basket with `quantity` of the product set; 0 takes it out. */
export function setQuantity(cart: Cart, product: Product, quantity: number): Cart {
  const kept = Math.min(Math.max(Math.trunc(quantity), 0), maxQuantity);
  if (kept === 0) return cart.filter((line) => line.product.id !== product.id);
  if (quantityOf(cart, product) === 0) return [...cart, { product, quantity: kept }];
  return cart.map((line) => (line.product.id === product.id ? { product, quantity: kept } : line));
}

/** How many of the product are in the basket. */
export function quantityOf(cart: Cart, product: Product): number {
  return cart.find((line) => line.product.id === product.id)?.quantity ?? 0;
}

/** Things in the basket, each counted. */
export function cartCount(cart: Cart): number {
  return cart.reduce((sum, line) => sum + line.quantity, 0);
}

/** What the things cost, in euro, without shipping. */
export function cartTotal(cart: Cart): number {
  return roundToCent(cart.reduce((sum, line) => sum + line.product.price * line.quantity, 0));
}

/** What shipping costs, in euro. */
export function shippingFor(cart: Cart): number {
  return cartTotal(cart) >= freeShippingFrom ? 0 : 4.9;
}

/** The basket as a cookie holds it: `sparrow-mug*2.hand-fork*1`. */
export function writeCart(cart: Cart): string {
  return cart.map((line) => `${line.product.id}*${line.quantity}`).join('.');
}

/** Reads what {@link writeCart} wrote; lines that make no sense are left out. */
export function parseCart(text: string): Cart {
  return text.split('.').reduce<Cart>((cart, entry) => {
    const [id = '', quantity = ''] = entry.split('*');
    const product = findProduct(id);
    return product === undefined || !/^\d$/.test(quantity)
      ? cart
      : setQuantity(cart, product, Number(quantity));
  }, []);
}

import { describe, expect, it } from 'vitest';
import { findProduct } from '../catalogue/catalogue.ts';
import type { Product } from '../catalogue/product.ts';
import {
  type Cart,
  cartCount,
  cartTotal,
  maxQuantity,
  parseCart,
  setQuantity,
  shippingFor,
  writeCart,
} from './cart.ts';

function product(id: string): Product {
  const found = findProduct(id);
  if (found === undefined) throw new Error(`There is no product ${id}.`);
  return found;
}

const mug = product('hoop-mug');
const seeds = product('breakfast-radish-seeds');
const cart: Cart = setQuantity(setQuantity([], mug, 2), seeds, 3);

describe('the basket', () => {
  it('adds up to the cent', () => {
    expect([cartCount(cart), cartTotal(cart)]).toEqual([5, 58.2]);
  });

  it('takes a product out at zero and holds no more than its most', () => {
    expect(setQuantity(cart, mug, 0).map((line) => line.product.id)).toEqual(['breakfast-radish-seeds']);
    expect(setQuantity(cart, mug, 40)[0]?.quantity).toBe(maxQuantity);
  });

  it('ships for nothing from sixty euros', () => {
    expect(shippingFor(cart)).toBe(4.9);
    expect(shippingFor(setQuantity(cart, mug, 3))).toBe(0);
  });

  it('survives its cookie', () => {
    expect(parseCart(writeCart(cart))).toEqual(cart);
  });

  it('leaves out lines that make no sense', () => {
    expect(parseCart('nothing*2.hoop-mug*x.hoop-mug*1.**')).toEqual([{ product: mug, quantity: 1 }]);
  });
});

import { roundToCent } from '../catalogue/money.ts';
import type { Product } from '../catalogue/product.ts';
import type { Cart } from '../visitor/cart.ts';
import { cartTotal } from '../visitor/cart.ts';
import type { Instruction, JsonObject } from './instruction.ts';

/** Products of a list that its event names; the rest are below the fold. */
const listedProducts = 12;

/** Segment's *Product List Viewed*. */
export function productListViewed(
  listId: string,
  category: string,
  products: readonly Product[],
): Instruction {
  return [
    'track',
    'Product List Viewed',
    {
      list_id: listId,
      category,
      products: products
        .slice(0, listedProducts)
        .map((product, index) => ({ ...describe(product), position: index + 1 })),
    },
  ];
}

/** Segment's *Product Viewed*. */
export function productViewed(product: Product): Instruction {
  return ['track', 'Product Viewed', { ...describe(product), currency: 'EUR' }];
}

/** Segment's *Product Added*. */
export function productAdded(product: Product, quantity: number): Instruction {
  return ['track', 'Product Added', { ...describe(product), quantity, currency: 'EUR' }];
}

/** Segment's *Product Removed*. */
export function productRemoved(product: Product, quantity: number): Instruction {
  return ['track', 'Product Removed', { ...describe(product), quantity, currency: 'EUR' }];
}

/** Segment's *Cart Viewed*. */
export function cartViewed(cart: Cart): Instruction {
  return ['track', 'Cart Viewed', { products: linesOf(cart) }];
}

/** Segment's *Checkout Started*. */
export function checkoutStarted(cart: Cart): Instruction {
  return ['track', 'Checkout Started', { value: cartTotal(cart), currency: 'EUR', products: linesOf(cart) }];
}

/** Segment's *Order Completed*; `revenue` is without shipping, `total` with it. */
export function orderCompleted(orderId: string, cart: Cart, shipping: number): Instruction {
  const revenue = cartTotal(cart);
  return [
    'track',
    'Order Completed',
    {
      order_id: orderId,
      revenue,
      shipping,
      discount: roundToCent(cart.reduce((sum, { product, quantity }) => sum + saved(product) * quantity, 0)),
      total: roundToCent(revenue + shipping),
      currency: 'EUR',
      products: linesOf(cart),
    },
  ];
}

function linesOf(cart: Cart): readonly JsonObject[] {
  return cart.map(({ product, quantity }) => ({ ...describe(product), quantity }));
}

function describe(product: Product): JsonObject {
  return {
    product_id: product.id,
    sku: product.sku,
    name: product.name,
    category: product.category,
    brand: product.brand,
    price: product.price,
    ...(product.was === undefined ? {} : { discount: saved(product) }),
  };
}

function saved(product: Product): number {
  return product.was === undefined ? 0 : roundToCent(product.was - product.price);
}

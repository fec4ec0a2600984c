import { deskProducts } from './desk-products.ts';
import { gardenProducts } from './garden-products.ts';
import { kitchenProducts } from './kitchen-products.ts';
import { livingProducts } from './living-products.ts';
import { pantryProducts } from './pantry-products.ts';
import type { Product } from './product.ts';

/** Everything the shop sells, department by department. */
export function allProducts(): readonly Product[] {
  return [...kitchenProducts, ...livingProducts, ...gardenProducts, ...deskProducts, ...pantryProducts];
}

/** The product with that id, if there is one. */
export function findProduct(id: string): Product | undefined {
  return allProducts().find((product) => product.id === id);
}

/** Products in a category or below it; `path` as in `Category.path`. */
export function productsIn(path: string): readonly Product[] {
  return allProducts().filter(
    (product) => product.category === path || product.category.startsWith(`${path}/`),
  );
}

/** Products that are marked down, the deepest cut first. */
export function markedDown(): readonly Product[] {
  return allProducts()
    .filter((product) => product.was !== undefined)
    .toSorted((a, b) => discountRate(b) - discountRate(a));
}

/** How much of the old price is gone, 0–1; 0 when the product is not marked down. */
export function discountRate(product: Product): number {
  return product.was === undefined ? 0 : 1 - product.price / product.was;
}

/** Products to show beside one: same shelf first, then the same maker, then the same tags. */
export function productsBeside(product: Product, limit: number): readonly Product[] {
  return allProducts()
    .filter((other) => other.id !== product.id)
    .map((other) => ({ other, nearness: nearness(product, other) }))
    .toSorted((a, b) => b.nearness - a.nearness)
    .slice(0, limit)
    .map(({ other }) => other);
}

function nearness(a: Product, b: Product): number {
  const sharedTags = b.tags.filter((tag) => a.tags.includes(tag)).length;
  return (a.category === b.category ? 1 : 0) + (a.brand === b.brand ? 1.5 : 0) + sharedTags;
}

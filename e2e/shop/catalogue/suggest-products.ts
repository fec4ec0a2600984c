import type { VisitorTag } from '../visitor/read-tags.ts';
import { allProducts } from './catalogue.ts';
import type { Product } from './product.ts';

/** Products for one visitor, and the interests that speak for the first of them, strongest first. */
export interface Suggestion {
  readonly products: readonly Product[];
  readonly because: readonly string[];
}

/** How much each family of tags says about the next product; a thing seen before is not news. */
const familyWeights: Readonly<Record<string, number>> = { category: 2, brand: 1, topic: 1, search: 1 };
const seenPenalty = 0.5;

/**
 * The products that a profile speaks for most, at most two of a shelf: the sum over its tags of share within the family
 * times the family's weight. Empty when the profile speaks for none.
 */
export function suggestProducts(tags: readonly VisitorTag[], limit: number): Suggestion {
  const shares = withShares(tags);
  const seen = new Set(tags.filter(({ family }) => family === 'product').map(({ value }) => value));
  const perShelf = new Map<string, number>();
  const products = allProducts()
    .map((product) => {
      const liking = shares.reduce((sum, tag) => sum + (speaksFor(tag, product) ? tag.share : 0), 0);
      return { product, liking: seen.has(product.name) ? liking * seenPenalty : liking };
    })
    .filter(({ liking }) => liking > 0)
    .toSorted((a, b) => b.liking - a.liking)
    .filter(({ product }) => {
      const before = perShelf.get(product.category) ?? 0;
      perShelf.set(product.category, before + 1);
      return before < 2;
    })
    .slice(0, limit)
    .map(({ product }) => product);
  const because = shares
    .filter((tag) => tag.family !== 'topic' && products.some((product) => speaksFor(tag, product)))
    .toSorted((a, b) => b.share - a.share)
    .map((tag) => nameOf(tag));
  return { products, because: [...new Set(because)].slice(0, 2) };
}

function withShares(tags: readonly VisitorTag[]): readonly (VisitorTag & { readonly share: number })[] {
  return tags.flatMap((tag) => {
    const familyWeight = familyWeights[tag.family];
    if (familyWeight === undefined || tag.weight <= 0) return [];
    const total = tags.reduce(
      (sum, other) => sum + (other.family === tag.family ? Math.max(0, other.weight) : 0),
      0,
    );
    return [{ ...tag, share: (familyWeight * tag.weight) / total }];
  });
}

/** As people write it: the last level of a path; a maker's name with its capitals, which profiles do not keep. */
function nameOf({ family, value }: VisitorTag): string {
  const maker = allProducts().find(({ brand }) => family === 'brand' && brand.toLowerCase() === value);
  return maker?.brand ?? value.split('/').at(-1) ?? value;
}

function speaksFor({ family, value }: VisitorTag, product: Product): boolean {
  switch (family) {
    case 'category': {
      const category = product.category.toLowerCase();
      return category === value || category.startsWith(`${value}/`);
    }
    case 'brand':
      return product.brand.toLowerCase() === value;
    default:
      return product.tags.includes(value);
  }
}

import { allProducts } from './catalogue.ts';
import type { Product } from './product.ts';

/**
 * Products that hold every word of the query, best first: a word in the name counts 4, in tags or the category 3, in
 * the brand 2, elsewhere 1. A word matches the beginning of a word, so `tea` finds `teapot`.
 */
export function searchProducts(query: string): readonly Product[] {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  return allProducts()
    .map((product) => ({ product, score: scoreOf(product, words) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .map(({ product }) => product);
}

function scoreOf(product: Product, words: readonly string[]): number {
  const fields: readonly (readonly [weight: number, words: readonly string[]])[] = [
    [4, wordsOf(product.name)],
    [3, wordsOf(`${product.tags.join(' ')} ${product.category}`)],
    [2, wordsOf(product.brand)],
    [1, wordsOf(`${product.line} ${product.label}`)],
  ];
  const scores = words.map((word) =>
    Math.max(
      0,
      ...fields.filter(([, held]) => held.some((text) => text.startsWith(word))).map(([weight]) => weight),
    ),
  );
  return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0);
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

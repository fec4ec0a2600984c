import { describe, expect, it } from 'vitest';
import { drawPicture } from '../pictures/picture.ts';
import {
  allProducts,
  discountRate,
  findProduct,
  markedDown,
  productsBeside,
  productsIn,
} from './catalogue.ts';
import { categoryTree, findCategory } from './categories.ts';
import { searchProducts } from './search-products.ts';

const products = allProducts();
const leaves = categoryTree().flatMap((root) => root.children.flatMap((branch) => branch.children));

function isUnique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

describe('the catalogue', () => {
  it('holds some sixty products with ids, numbers, names and pictures of their own', () => {
    expect(products.length).toBeGreaterThanOrEqual(60);
    expect(isUnique(products.map(({ id }) => id))).toBe(true);
    expect(isUnique(products.map(({ sku }) => sku))).toBe(true);
    expect(isUnique(products.map(({ name }) => name))).toBe(true);
    expect(isUnique(products.map(({ picture }) => drawPicture(picture)))).toBe(true);
  });

  it('puts every product on a shelf three levels deep, and leaves no shelf empty', () => {
    const paths = leaves.map(({ path }) => path);
    expect(products.filter(({ category }) => !paths.includes(category))).toEqual([]);
    expect(paths.every((path) => path.split('/').length === 3)).toBe(true);
    expect(leaves.filter(({ path }) => productsIn(path).length === 0)).toEqual([]);
  });

  it('sells eight brands or more', () => {
    expect(new Set(products.map(({ brand }) => brand)).size).toBeGreaterThanOrEqual(8);
  });

  it('marks down only to less, and lists the deepest cut first', () => {
    const cuts = markedDown().map(discountRate);
    expect(cuts.length).toBeGreaterThan(5);
    expect(cuts.every((cut) => cut > 0 && cut < 0.5)).toBe(true);
    expect(cuts).toEqual(cuts.toSorted((a, b) => b - a));
    expect(
      products.filter((product) => product.was === undefined).every((product) => discountRate(product) === 0),
    ).toBe(true);
  });

  it('gives every product tags in lower case', () => {
    expect(
      products.filter(({ tags }) => tags.length < 2 || tags.some((tag) => tag !== tag.toLowerCase())),
    ).toEqual([]);
  });

  it('counts a product for each level of its category', () => {
    const inRoots = categoryTree().map(({ path }) => productsIn(path).length);
    expect(inRoots.reduce((sum, count) => sum + count, 0)).toBe(products.length);
  });

  it('finds a category by its address, with its ancestors, and none at a wrong one', () => {
    expect(findCategory('garden/tools/hand-tools').map(({ path }) => path)).toEqual([
      'Garden',
      'Garden/Tools',
      'Garden/Tools/Hand Tools',
    ]);
    expect(findCategory('garden/tools/hats')).toEqual([]);
    expect(findCategory('')).toEqual([]);
  });

  it('puts products of the same shelf beside one another', () => {
    const mug = findProduct('hoop-mug');
    const beside = mug === undefined ? [] : productsBeside(mug, 4);
    expect(beside).toHaveLength(4);
    expect(beside.map(({ id }) => id)).not.toContain('hoop-mug');
    expect(beside[0]?.brand === 'Tidewrack' || beside[0]?.category === 'House/Kitchen/Mugs').toBe(true);
  });
});

describe('search', () => {
  it('finds by the beginning of words in name, tags, category and brand', () => {
    expect(searchProducts('teap').every(({ category }) => category === 'House/Kitchen/Teapots')).toBe(true);
    expect(searchProducts('Papermoth').length).toBeGreaterThan(2);
    expect(searchProducts('honey')[0]?.id).toBe('heather-honey');
  });

  it('wants every word', () => {
    expect(searchProducts('heather honey').map(({ id }) => id)).toEqual(['heather-honey']);
    expect(searchProducts('honey submarine')).toEqual([]);
  });

  it('finds nothing for nothing', () => {
    expect(searchProducts('  ')).toEqual([]);
  });
});

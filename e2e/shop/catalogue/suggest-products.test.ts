import { describe, expect, it } from 'vitest';
import { suggestProducts } from './suggest-products.ts';

describe('suggestProducts', () => {
  it('suggests what the profile speaks for, and says why', () => {
    const { products, because } = suggestProducts(
      [
        { family: 'category', value: 'desk/writing/inks', weight: 4 },
        { family: 'brand', value: 'corvid ink', weight: 2 },
        { family: 'price', value: '10-20', weight: 9 },
      ],
      4,
    );
    expect(products).toHaveLength(4);
    expect(products.every(({ brand }) => brand === 'Corvid Ink')).toBe(true);
    expect(products[0]?.category).toBe('Desk/Writing/Inks');
    expect(because).toEqual(['inks', 'Corvid Ink']);
  });

  it('prefers what was not seen yet, and takes no more than two from a shelf', () => {
    const { products } = suggestProducts(
      [
        { family: 'category', value: 'house/kitchen', weight: 3 },
        { family: 'product', value: 'Sparrow Mug', weight: 1 },
      ],
      6,
    );
    const mugs = products.filter(({ category }) => category === 'House/Kitchen/Mugs');
    expect(mugs).toHaveLength(2);
    expect(mugs.map(({ name }) => name)).not.toContain('Sparrow Mug');
  });

  it('suggests nothing to somebody it knows nothing about, or only dislikes of', () => {
    expect(suggestProducts([], 4).products).toEqual([]);
    expect(suggestProducts([{ family: 'brand', value: 'tidewrack', weight: -2 }], 4).products).toEqual([]);
  });
});

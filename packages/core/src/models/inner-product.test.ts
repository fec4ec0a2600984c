import { describe, expect, it } from 'vitest';
import { innerProduct } from './inner-product.ts';

describe('innerProduct', () => {
  it('multiplies what lies in its place, an odd number of them too', () => {
    const list = [9, 1, 2, 3, 9, 4, 5, 6];
    expect(innerProduct({ list, from: 1 }, { list, from: 5 }, 3)).toBe(32);
    expect(innerProduct({ list, from: 1 }, { list, from: 5 }, 2)).toBe(14);
    expect(innerProduct({ list, from: 1 }, { list, from: 5 }, 0)).toBe(0);
  });
});

import { expect, it } from 'vitest';
import { createPriceCategories, priceCategory } from './price-category.ts';

const { of } = createPriceCategories();

it('names currency and first level of the path, cut to its bound', () => {
  expect(of('EUR', 'Home > Kitchen > Mugs').name).toBe('EUR home');
  expect(of('EUR', '').name).toBe('EUR ');
  expect(of('USD', 'x'.repeat(100)).name).toBe(`USD ${'x'.repeat(64)}`);
});

it('hashes a name the same way each time, and not in the order of the alphabet', () => {
  const names = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));
  const hashes = names.map((name) => of('EUR', name).hash);
  expect(names.map((name) => priceCategory(`EUR ${name}`).hash)).toEqual(hashes);
  expect([...hashes].sort((a, b) => a - b)).not.toEqual(hashes);
});

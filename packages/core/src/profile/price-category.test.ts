import { expect, it } from 'vitest';
import { createPriceCategories } from './price-category.ts';

const { nameOf, hashOf } = createPriceCategories();

it('names currency and first level, cut to its bound', () => {
  expect(nameOf('EUR', 'home/kitchen/mugs')).toBe('EUR home');
  expect(nameOf('EUR', '')).toBe('EUR ');
  expect(nameOf('USD', 'x'.repeat(100))).toBe(`USD ${'x'.repeat(64)}`);
});

it('hashes a name the same way each time, and not in the order of the alphabet', () => {
  const names = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));
  const hashes = names.map(hashOf);
  expect(names.map(createPriceCategories().hashOf)).toEqual(hashes);
  expect([...hashes].sort((a, b) => a - b)).not.toEqual(hashes);
});

import { expect, it } from 'vitest';
import { createPriceCategories } from './price-category.ts';

const { nameOf, isBefore } = createPriceCategories();

it('names currency and first level, cut to its bound', () => {
  expect(nameOf('EUR', 'home/kitchen/mugs')).toBe('EUR home');
  expect(nameOf('EUR', '')).toBe('EUR ');
  expect(nameOf('USD', 'x'.repeat(100))).toBe(`USD ${'x'.repeat(64)}`);
});

it('puts names in one total order that is not the alphabet', () => {
  const names = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));
  for (const a of names) {
    for (const b of names) expect(isBefore(a, b)).toBe(a !== b && !isBefore(b, a));
  }
  expect([...names].sort((a, b) => (isBefore(a, b) ? -1 : 1))).not.toEqual(names);
});

import { expect, it } from 'vitest';
import { priceBand, tagValue, tagValueLength } from './tag-value.ts';

it('folds case and white space', () => {
  expect(tagValue('  Red\n MUG ', 'lower')).toBe('red mug');
  expect(tagValue('  Red MUG ', 'text')).toBe('Red MUG');
  expect(tagValue(42, 'text')).toBe('42');
});

it('reads a taxonomy path from either separator', () => {
  expect(tagValue('Home > Kitchen>Mugs', 'taxonomy')).toBe('home/kitchen/mugs');
  expect(tagValue('/Home//Kitchen/', 'taxonomy')).toBe('home/kitchen');
});

it('finds no tag in what is empty or no text', () => {
  expect(tagValue(' ', 'lower')).toBeUndefined();
  expect(tagValue('/', 'taxonomy')).toBeUndefined();
  expect(tagValue({ a: 1 }, 'text')).toBeUndefined();
  expect(tagValue('free', 'price-band')).toBeUndefined();
  expect(tagValue(-1, 'price-band')).toBeUndefined();
});

it.each([
  [0, '0-1'],
  [0.99, '0-1'],
  [1, '1-2'],
  [19.9, '10-20'],
  [20, '20-50'],
  [1_000, '1000-2000'],
  [2e9, '1000000000+'],
])('puts a price of %d into the band %s', (price, band) => {
  expect(priceBand(price)).toBe(band);
  expect(tagValue(`${price}`, 'price-band')).toBe(band);
});

it('cuts a long value without splitting a character', () => {
  expect(tagValue(`${'x'.repeat(tagValueLength - 1)}😀`, 'text')).toBe('x'.repeat(tagValueLength - 1));
  expect(tagValue('y'.repeat(500), 'text')).toHaveLength(tagValueLength);
});

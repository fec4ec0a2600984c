import { expect, it } from 'vitest';
import { clickIdOf, isPaidClick } from './click-id.ts';

it('finds the click id of an address and whose it is', () => {
  expect(clickIdOf('?a=1&gclid=Cj0K-x_1&b=2')).toEqual({ name: 'gclid', value: 'Cj0K-x_1' });
  expect(clickIdOf('?msclkid=7#top')).toEqual({ name: 'msclkid', value: '7' });
});

it('is not taken in by a parameter that only ends like one, or is empty', () => {
  expect(clickIdOf('?notgclid=1')).toBeUndefined();
  expect(clickIdOf('?gclid=')).toBeUndefined();
  expect(clickIdOf('')).toBeUndefined();
});

it('takes no post on Facebook for an advertisement', () => {
  expect(isPaidClick({ name: 'gclid', value: '1' })).toBe(true);
  expect(isPaidClick({ name: 'fbclid', value: '1' })).toBe(false);
  expect(isPaidClick(undefined)).toBe(false);
});

import { expect, it } from 'vitest';
import { createAllowOrigin } from './allow-origin.ts';

it('takes the hosts below a name, and neither the name itself nor one that only ends like it', () => {
  const allows = createAllowOrigin(new Map([[1, ['https://*.shop.example']]]));
  expect(allows(1, 'https://de.shop.example')).toBe(true);
  expect(allows(1, 'https://shop.example')).toBe(false);
  expect(allows(1, 'https://evilshop.example')).toBe(false);
  expect(allows(1, 'https://.shop.example.evil.example')).toBe(false);
});

it('asks nothing of a site without a list, nor of senders that are no pages', () => {
  const allows = createAllowOrigin(new Map([[1, []]]));
  expect(allows(2, 'https://anyone.example')).toBe(true);
  expect(allows(1, undefined)).toBe(true);
  expect(allows(1, 'https://anyone.example')).toBe(false);
});

import { expect, it } from 'vitest';
import { defaultTagHalfLives, halfLivesOf } from './half-lives.ts';

it('answers the half-lives of a family, and the usual ones for any other', () => {
  const quick = { fastMs: 1, slowMs: 2 };
  const halfLives = { ...defaultTagHalfLives, families: { search: quick } };
  expect(halfLivesOf(halfLives, 'search')).toBe(quick);
  expect(halfLivesOf(halfLives, 'brand')).toBe(halfLives);
  expect(halfLivesOf(halfLives, 'constructor')).toBe(halfLives);
});

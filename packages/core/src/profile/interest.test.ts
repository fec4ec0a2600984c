import { expect, it } from 'vitest';
import { dayMs } from './decay.ts';
import type { Draft } from './draft.ts';
import { defaultTagHalfLives } from './half-lives.ts';
import { familyLimit, foldTag, type InterestSlice, mergeInterests, readTags, tagLimit } from './interest.ts';

const halfLives = {
  fastMs: dayMs,
  slowMs: 10 * dayMs,
  families: { price: { fastMs: 2 * dayMs, slowMs: 20 * dayMs } },
};
const touch = (interests: Draft<InterestSlice>, value: string, at: number, more = {}) =>
  foldTag(interests, { family: 'brand', value, amount: 1, at, ...more }, halfLives);

it('keeps count and both weights as of the last touch', () => {
  const interests: Draft<InterestSlice> = {};
  touch(interests, 'acme', 0);
  touch(interests, 'acme', 10 * dayMs, { amount: 3 });
  expect(interests.brand?.acme).toEqual([2, 3 + 2 ** -10, 3.5, 10 * dayMs]);
});

it('takes a late touch as if it had come in time', () => {
  const late: Draft<InterestSlice> = {};
  for (const at of [10 * dayMs, 0]) touch(late, 'acme', at);
  const inTime: Draft<InterestSlice> = {};
  for (const at of [0, 10 * dayMs]) touch(inTime, 'acme', at);
  expect(late).toEqual(inTime);
});

it('lets a family fade at half-lives of its own', () => {
  const interests: Draft<InterestSlice> = {};
  touch(interests, '10-20', 0, { family: 'price' });
  expect(readTags(interests, 2 * dayMs, halfLives)[0]).toMatchObject({ fast: 0.5, slow: 2 ** -0.1 });
});

it('reads weights, shares and ranks within each family', () => {
  const interests: Draft<InterestSlice> = {};
  touch(interests, 'acme', 0, { amount: 3 });
  touch(interests, 'bolt', 0);
  touch(interests, 'cold', 0, { amount: -2 });
  expect(readTags(interests, 0, halfLives)).toEqual([
    { family: 'brand', value: 'acme', count: 1, fast: 3, slow: 3, weight: 3, share: 0.75, rank: 1 },
    { family: 'brand', value: 'bolt', count: 1, fast: 1, slow: 1, weight: 1, share: 0.25, rank: 2 },
    { family: 'brand', value: 'cold', count: 1, fast: -2, slow: -2, weight: -2, share: 0, rank: 3 },
  ]);
});

it('merges two weights as of the later time', () => {
  const interests: Draft<InterestSlice> = { brand: { acme: [1, 1, 1, 0] } };
  mergeInterests(interests, { brand: { acme: [2, 2, 2, dayMs] }, topic: { tea: [1, 1, 1, 5] } }, halfLives);
  expect(interests.brand?.acme).toEqual([3, 2.5, 2 + 2 ** -0.1, dayMs]);
  expect(interests.topic?.tea).toEqual([1, 1, 1, 5]);
});

it('drops the tag that weighs least now, negative ones first', () => {
  const interests: Draft<InterestSlice> = {};
  touch(interests, 'disliked', 400 * dayMs, { amount: -5 });
  for (let i = 1; i < tagLimit; i++) touch(interests, `b${i}`, i * dayMs);
  expect(touch(interests, 'new', 401 * dayMs)).toBe(1);
  expect(interests.brand).not.toHaveProperty('disliked');
  expect(touch(interests, 'newer', 402 * dayMs)).toBe(1);
  expect(interests.brand).not.toHaveProperty('b1');
});

it('drops the family touched longest ago', () => {
  const interests: Draft<InterestSlice> = {};
  for (let i = 0; i <= familyLimit; i++) touch(interests, 'x', i, { family: `f${i}` });
  expect(Object.keys(interests)).toHaveLength(familyLimit);
  expect(interests).not.toHaveProperty('f0');
});

it('uses 7 and 120 days unless told otherwise', () => {
  expect(defaultTagHalfLives).toEqual({ fastMs: 7 * dayMs, slowMs: 120 * dayMs });
});

import { expect, it } from 'vitest';
import { matchCommunities } from './match-communities.ts';

const of = (groups: Readonly<Record<number, string>>): ReadonlyMap<string, number> =>
  new Map(Object.entries(groups).flatMap(([number, ids]) => [...ids].map((id) => [id, Number(number)])));

it('numbers the first communities by size', () => {
  const { communityOf, next } = matchCommunities(of({ 0: 'xy', 1: 'abc' }), new Map(), 1);
  expect(communityOf).toEqual(of({ 1: 'abc', 2: 'xy' }));
  expect(next).toBe(3);
});

it('keeps the number of a community whose people mostly stayed, however the new ones are numbered', () => {
  const before = of({ 1: 'abcd', 2: 'xyz' });
  const { communityOf, next } = matchCommunities(of({ 0: 'xyzd', 1: 'abc' }), before, 3);
  expect(communityOf).toEqual(of({ 1: 'abc', 2: 'xyzd' }));
  expect(next).toBe(3);
});

it('gives the number of one that split to its larger part, and a number never used to the other', () => {
  const { communityOf, next } = matchCommunities(of({ 0: 'ab', 1: 'cde' }), of({ 1: 'abcde' }), 7);
  expect(communityOf).toEqual(of({ 1: 'cde', 7: 'ab' }));
  expect(next).toBe(8);
});

it('does not use the number of one that is gone again', () => {
  expect(matchCommunities(of({ 0: 'mn' }), of({ 1: 'ab', 2: 'cd' }), 3)).toEqual({
    communityOf: of({ 3: 'mn' }),
    next: 4,
  });
});

import { expect, it } from 'vitest';
import type { TagReading } from './interest.ts';
import { rollUpTags } from './taxonomy.ts';

const tag = (value: string, weight: number): TagReading => ({
  family: 'category',
  value,
  count: 1,
  fast: weight,
  slow: weight,
  weight,
  share: 0,
  rank: 1,
});

it('counts a leaf for each of its ancestors and itself', () => {
  const read = rollUpTags([tag('home/kitchen/mugs', 2), tag('home/garden', 1), tag('books', 1)]);
  expect(read.map(({ path, level, weight, count, rank }) => ({ path, level, weight, count, rank }))).toEqual([
    { path: 'home', level: 1, weight: 3, count: 2, rank: 1 },
    { path: 'books', level: 1, weight: 1, count: 1, rank: 2 },
    { path: 'home/kitchen', level: 2, weight: 2, count: 1, rank: 1 },
    { path: 'home/garden', level: 2, weight: 1, count: 1, rank: 2 },
    { path: 'home/kitchen/mugs', level: 3, weight: 2, count: 1, rank: 1 },
  ]);
});

it('gives each level shares that sum to 1, without negative weights', () => {
  const read = rollUpTags([tag('a/x', 3), tag('b/y', 1), tag('c/z', -2)]);
  expect(read.filter(({ level }) => level === 1).map(({ share }) => share)).toEqual([0.75, 0.25, 0]);
});

it('adds a node that is touched itself and through its children', () => {
  expect(rollUpTags([tag('home', 1), tag('home/kitchen', 2)])[0]).toMatchObject({
    path: 'home',
    weight: 3,
    count: 2,
  });
});

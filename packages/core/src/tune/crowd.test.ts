import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addToCrowd, createCrowd, crowdShares, shareInCrowd } from './crowd.ts';

it('ranks values by how often they were touched, whatever the order', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 60 }), (touches) => {
      const crowd = createCrowd();
      for (const value of touches) addToCrowd(crowd, value);
      const countOf = (value: string) => touches.filter((touch) => touch === value).length;
      const counts = crowd.ranked.map(countOf);
      expect(counts).toEqual([...counts].sort((a, b) => b - a));
      expect([...crowd.ranked].sort()).toEqual([...new Set(touches)].sort());
      for (const value of crowd.ranked) {
        expect(shareInCrowd(crowd, value)).toBe(countOf(value) / touches.length);
      }
    }),
  );
});

it('keeps the shares of the values touched most', () => {
  const crowd = createCrowd();
  for (const value of ['tea', 'mug', 'tea', 'jam']) addToCrowd(crowd, value);
  expect(crowdShares(crowd, 2)).toEqual({ tea: 0.5, mug: 0.25 });
  expect(shareInCrowd(createCrowd(), 'tea')).toBe(0);
});

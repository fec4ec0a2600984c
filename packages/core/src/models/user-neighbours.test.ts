import { describe, expect, it } from 'vitest';
import { claimItem, createItemCatalogue } from './item-catalogue.ts';
import { createUserNeighbours, learnUserItem, scoreSimilarUsers } from './user-neighbours.ts';

function shop(touches: readonly (readonly [string, string])[]) {
  const catalogue = createItemCatalogue();
  const users = createUserNeighbours();
  for (const [user, item] of touches) {
    const claimed = claimItem(catalogue, item, 100);
    learnUserItem(users, catalogue, { user, slot: claimed < 0 ? ~claimed : claimed }, 100);
  }
  return { catalogue, users };
}

describe('similar users', () => {
  it('vote for what they touched and the user did not see', () => {
    const { catalogue, users } = shop([
      ['ann', 'tent'],
      ['bob', 'tent'],
      ['bob', 'stove'],
      ['eve', 'lamp'],
    ]);
    const scores = scoreSimilarUsers(users, catalogue, 'ann');
    // Slots in order of appearance: tent, stove, lamp. Bob shares the tent of two people: 1/√2, over √2 items.
    expect(scores[1]).toBeCloseTo(0.5, 12);
    expect(scores[2]).toBe(0);
  });

  it('says nothing to strangers', () => {
    const { catalogue, users } = shop([['ann', 'tent']]);
    expect(scoreSimilarUsers(users, catalogue, 'nobody')).toEqual(new Float64Array(1));
  });

  it('keeps the latest fifty of each', () => {
    const { users } = shop(Array.from({ length: 80 }, (_, i) => ['ann', `item ${i}`] as const));
    expect(users.itemsOf[0]).toHaveLength(50);
    expect(users.itemsOf[0]?.at(-1)).toBe(79);
  });
});

import { describe, expect, it } from 'vitest';
import { claimItem, createItemCatalogue, findItem, itemId, itemName, slotOfItem } from './item-catalogue.ts';

describe('item catalogue', () => {
  it('lets references to a forgotten item go stale when its slot is given away', () => {
    const catalogue = createItemCatalogue();
    claimItem(catalogue, 'tent', 1);
    const tent = itemId(catalogue, 0);
    expect(slotOfItem(catalogue, tent)).toBe(0);
    expect(claimItem(catalogue, 'lamp', 1)).toBe(~0);
    expect(slotOfItem(catalogue, tent)).toBe(-1);
    expect(slotOfItem(catalogue, itemId(catalogue, 0))).toBe(0);
    expect([itemName(catalogue, 0), findItem(catalogue, 'tent')]).toEqual(['lamp', -1]);
  });
});

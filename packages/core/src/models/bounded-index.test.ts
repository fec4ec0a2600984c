import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimSlot, createBoundedIndex, findSlot } from './bounded-index.ts';

describe('bounded index', () => {
  it('gives a new name a slot, once, and says that it is new', () => {
    const index = createBoundedIndex();
    expect(claimSlot(index, 'ann', 10)).toBe(~0);
    expect(claimSlot(index, 'bob', 10)).toBe(~1);
    expect(claimSlot(index, 'ann', 10)).toBe(0);
    expect([findSlot(index, 'bob'), findSlot(index, 'eve')]).toEqual([1, -1]);
  });

  it('forgets a name that was not touched again before one that was', () => {
    const index = createBoundedIndex();
    for (const name of ['ann', 'bob', 'ann']) claimSlot(index, name, 2);
    expect(claimSlot(index, 'eve', 2)).toBe(~1);
    expect(findSlot(index, 'bob')).toBe(-1);
    expect(findSlot(index, 'ann')).toBe(0);
  });

  it('holds names that objects inherit', () => {
    const index = createBoundedIndex();
    for (const name of ['constructor', '__proto__', '']) claimSlot(index, name, 5);
    expect(['constructor', '__proto__', '', 'toString'].map((name) => findSlot(index, name))).toEqual([
      0, 1, 2, -1,
    ]);
  });

  it('never holds more names than its capacity, and finds exactly those it holds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.integer({ min: 0, max: 30 })),
        (capacity, touches) => {
          const index = createBoundedIndex();
          for (const touch of touches) claimSlot(index, `name ${touch}`, capacity);
          expect(index.names.length).toBeLessThanOrEqual(capacity);
          for (let i = 0; i <= 30; i += 1) {
            expect(findSlot(index, `name ${i}`)).toBe(index.names.indexOf(`name ${i}`));
          }
          const last = touches.at(-1);
          if (last !== undefined) expect(findSlot(index, `name ${last}`)).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});

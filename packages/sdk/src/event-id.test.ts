import { eventIdTime, isUuidV7 } from '@likeness/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createIdSource } from './event-id.ts';

// Devices without a battery begin in 1970.
const clock = fc.integer({ min: 1, max: 4_102_444_800_000 });

it('gives UUIDv7s whose time is the clock', () => {
  fc.assert(
    fc.property(clock, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (now, chance) => {
      const id = createIdSource(() => chance)(now);
      expect(id).toSatisfy(isUuidV7);
      if (isUuidV7(id)) expect(eventIdTime(id)).toBe(now);
    }),
  );
});

it('ascends strictly, also when the clock stands still or steps back', () => {
  fc.assert(
    fc.property(fc.array(clock, { minLength: 2, maxLength: 50 }), (times) => {
      const newId = createIdSource(Math.random);
      const ids = times.map(newId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(ids);
    }),
  );
});

it('goes on into the next millisecond after 4,096 ids in one', () => {
  const newId = createIdSource(() => 0.5);
  const ids = Array.from({ length: 5_000 }, () => newId(1_700_000_000_000));
  expect(new Set(ids).size).toBe(5_000);
  expect(ids.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(ids);
  expect(ids.every(isUuidV7)).toBe(true);
});

it('differs between two pages at the same time', () => {
  expect(createIdSource(() => 0.25)(1_700_000_000_000)).not.toBe(
    createIdSource(() => 0.75)(1_700_000_000_000),
  );
});

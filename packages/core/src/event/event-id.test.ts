import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createEventIdSource, eventIdTime, isUuidV7, layOutEventId } from './event-id.ts';

const time = fc.integer({ min: 0, max: 4_102_444_800_000 });
const digits = fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: 19, maxLength: 32 });

it('lays out a UUIDv7 that carries its time', () => {
  fc.assert(
    fc.property(time, digits, (at, hex) => {
      const id = layOutEventId(at, hex.join(''));
      expect(isUuidV7(id)).toBe(true);
      expect('89ab').toContain(id[19]);
      expect(eventIdTime(id)).toBe(at);
    }),
  );
});

it('gives ids that only ever increase, also while the clock stands still or steps back', () => {
  const next = createEventIdSource(() => 0.5);
  const ids = [5, 5, 5, 3, 4, 9, ...Array.from({ length: 5_000 }, () => 9), 2].map((now) => next(now));
  expect([...ids].sort((a, b) => (a < b ? -1 : 1))).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
});

it('gives different ids from two sources in the same millisecond', () => {
  let seed = 0;
  const random = () => {
    seed = (seed + 0.618_033_988_75) % 1;
    return seed;
  };
  expect(createEventIdSource(random)(1_000)).not.toBe(createEventIdSource(random)(1_000));
});

it('takes nothing but a canonical UUIDv7', () => {
  expect(isUuidV7('01a20370-6081-7000-a9d6-cb11af348f7e')).toBe(true);
  expect(isUuidV7('01A20370-6081-7000-A9D6-CB11AF348F7E')).toBe(false);
  expect(isUuidV7('01a20370-6081-4000-a9d6-cb11af348f7e')).toBe(false);
  expect(isUuidV7('ajs-01a20370-6081-7000-a9d6-cb11af34')).toBe(false);
});

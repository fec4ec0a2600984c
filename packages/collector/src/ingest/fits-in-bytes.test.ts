import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fitsInBytes } from './fits-in-bytes.ts';

it('never says that a text fits which is longer', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(400), (value, limit) => {
      if (fitsInBytes(value, limit))
        expect(Buffer.byteLength(JSON.stringify(value))).toBeLessThanOrEqual(limit);
    }),
  );
});

it('counts the worst of escapes, numbers and separators', () => {
  for (const value of [
    '\u0001'.repeat(50),
    Array(40).fill(-1.2345678901234567e-100),
    { a: [null, true, '"'] },
  ]) {
    const bytes = Buffer.byteLength(JSON.stringify(value));
    expect(fitsInBytes(value, bytes - 1)).toBe(false);
    expect(fitsInBytes(value, bytes * 30)).toBe(true);
  }
});

it('gives up at the limit instead of walking into the depth', () => {
  let deep: unknown = 1;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(fitsInBytes(deep, 3_000)).toBe(false);
});

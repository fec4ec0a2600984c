import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createWireWriter, typeOids } from './wire-writer.ts';

function written(write: (to: ReturnType<typeof createWireWriter>) => void): Buffer {
  // A tiny buffer, so that every test makes it grow.
  const writer = createWireWriter(1);
  write(writer);
  return writer.bytes();
}

it('writes any 64-bit integer, from its text or from a number', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      const bytes = written((to) => to.int8(value.toString()));
      expect(bytes.readInt32BE(0)).toBe(8);
      expect(bytes.readBigInt64BE(4)).toBe(value);
    }),
  );
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      expect(written((to) => to.int8(value)).readBigInt64BE(4)).toBe(BigInt(value));
    }),
  );
});

it('counts times in microseconds from the year 2000', () => {
  const at = Date.UTC(1999, 11, 31, 23, 59, 59, 999) + 0.5;
  expect(written((to) => to.timestamptz(at)).readBigInt64BE(4)).toBe(-500n);
});

it('writes texts with their length in bytes, and JSON behind its version', () => {
  expect(written((to) => to.text('Ä😀'))).toEqual(Buffer.from('\0\0\0\u0006Ä😀'));
  expect(written((to) => to.jsonb('{}'))).toEqual(Buffer.from('\0\0\0\u0003\u0001{}'));
});

it('writes a UUID in either case', () => {
  const hex = '019234ab-cdef-7012-8345-6789abcdef01';
  for (const text of [hex, hex.toUpperCase()]) {
    expect(written((to) => to.uuid(text)).toString('hex')).toBe(`00000010${hex.replaceAll('-', '')}`);
  }
});

it('writes what is absent as null, and an empty list without dimensions', () => {
  const absent = written((to) => {
    to.int4(undefined);
    to.int8(undefined);
    to.text(undefined);
    to.jsonb(undefined);
    to.timestamptz(undefined);
  });
  expect(absent).toEqual(Buffer.alloc(20, 0xff));
  const empty = written((to) => to.array(typeOids.int4, [], to.int4));
  expect([0, 4, 8, 12].map((at) => empty.readInt32BE(at))).toEqual([12, 0, 0, typeOids.int4]);
});

it.each([[[]], [[7]], [[1, -2, 2_147_483_647]]])(
  'writes numbers in bulk as it writes them one by one: %j',
  (numbers) => {
    expect(written((to) => to.int4Array(numbers))).toEqual(
      written((to) => to.array(typeOids.int4, numbers, to.int4)),
    );
    const singles = written((to) => to.float4Array(numbers));
    expect(singles.readInt32BE(12)).toBe(typeOids.float4);
    expect(numbers.map((_, i) => singles.readFloatBE(28 + 8 * i))).toEqual(numbers.map(Math.fround));
  },
);

it('gives a message its length, whatever was written inside', () => {
  const bytes = written((to) => to.message('Q', () => to.rawText('x'.repeat(1_000))));
  expect(bytes.length).toBe(1_006);
  expect(bytes.readInt32BE(1)).toBe(1_005);
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { limitsOf, parseBody } from './read-body.ts';

it('calls strings storable only where JSON of any kind holds no NUL and no lone surrogate', () => {
  const told = { storable: 0, unknown: 0 };
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), fc.uint8Array({ maxLength: 12 }), (value, bytes) => {
      // Bytes that are no UTF-8 may stand in a string as well.
      const inString = Buffer.concat([Buffer.from('["'), bytes, Buffer.from(`",${JSON.stringify(value)}]`)]);
      for (const text of [Buffer.from(JSON.stringify(value)), inString]) {
        const { strings = 'unknown' } = limitsOf(text);
        told[strings]++;
        const parsed = parseBody(text);
        if (!parsed.ok || strings === 'unknown') continue;
        JSON.stringify(parsed.value, (key, item: unknown) => {
          for (const each of [key, item]) {
            if (typeof each === 'string') expect(each.isWellFormed() && !each.includes('\0')).toBe(true);
          }
          return item;
        });
      }
    }),
    { numRuns: 500 },
  );
  expect(Math.min(told.storable, told.unknown)).toBeGreaterThan(10);
});

it('looks at strings that came as escapes', () => {
  for (const json of ['"\\u0000"', '"\\ud800"', '"\\ud83d\\ude00"']) {
    expect(limitsOf(Buffer.from(json)).strings).toBeUndefined();
  }
  expect(limitsOf(Buffer.from('{"title":"Äpfel 😀"}')).strings).toBe('storable');
});

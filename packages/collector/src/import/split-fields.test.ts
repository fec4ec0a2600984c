import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitFields } from './split-fields.ts';

describe('splitFields', () => {
  it('reads back any fields that were written by RFC 4180', () => {
    const field = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', ' ') });
    fc.assert(
      fc.property(fc.array(field, { minLength: 1 }), (fields) => {
        const written = fields.map((text) =>
          /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text,
        );
        expect(splitFields(written.join(','))).toEqual({ ok: true, value: fields });
      }),
    );
  });

  it('keeps a quote inside of an unquoted field as it is', () => {
    expect(splitFields('12" ruler,b')).toEqual({ ok: true, value: ['12" ruler', 'b'] });
  });

  it('answers an issue for text behind a closing quote', () => {
    expect(splitFields('"a"b,c').ok).toBe(false);
  });
});

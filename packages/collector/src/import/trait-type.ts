import type { JsonValue } from '@likeness/core';

/** What a trait can be read as; `as is` keeps a JSON value as it stands. */
export const traitTypes = ['text', 'number', 'boolean', 'date', 'list', 'as is'] as const;

/** See {@link traitTypes}. */
export type TraitType = (typeof traitTypes)[number];

const yes = new Set(['true', 'yes']);
const no = new Set(['false', 'no']);

/** Digits that a number keeps exactly; a longer one is a name for something, like one that begins with 0. */
const exactDigits = 15;

/**
 * Reads a cell as a trait: `undefined` where it is not of the type. A date is `2026-01-31`, or with a time in UTC
 * `2026-01-31T12:00:00.000Z`; a list is split at `;` or `|`.
 */
export function readTrait(type: TraitType, value: JsonValue): JsonValue | undefined {
  if (type === 'as is') return value;
  if (typeof value === 'object') return type === 'list' && Array.isArray(value) ? value : undefined;
  const text = String(value).trim();
  switch (type) {
    case 'text':
      return text;
    case 'number':
      return readNumber(text);
    case 'boolean':
      return yes.has(text.toLowerCase()) ? true : no.has(text.toLowerCase()) ? false : undefined;
    case 'date':
      return readDate(text);
    case 'list':
      return text
        .split(/[;|]/)
        .map((item) => item.trim())
        .filter((item) => item !== '');
  }
}

function readNumber(text: string): number | undefined {
  if (!/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text)) return undefined;
  return text.replace(/[-.]/g, '').length > exactDigits ? undefined : Number(text);
}

function readDate(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(text)) return undefined;
  const day = text.slice(0, 10);
  const midnight = Date.parse(day);
  // Date.parse takes February 30th for a day in March.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined;
  if (text.length === 10) return day;
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/.test(text.slice(10));
  const at = Date.parse(`${text.replace(' ', 'T')}${hasZone ? '' : 'Z'}`);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

import { describe, expect, it } from 'vitest';
import { readTrait } from './trait-type.ts';

describe('reading a cell as a trait', () => {
  it('reads numbers, and takes what only looks like one for no number', () => {
    expect(readTrait('number', ' 42.50 ')).toBe(42.5);
    expect(readTrait('number', '-3')).toBe(-3);
    for (const name of ['007', '+43', '1e5', '12345678901234567', '1,5', '']) {
      expect(readTrait('number', name), name).toBeUndefined();
    }
  });

  it('reads yes and no, and does not take 1 for yes', () => {
    expect(readTrait('boolean', 'Yes')).toBe(true);
    expect(readTrait('boolean', 'false')).toBe(false);
    expect(readTrait('boolean', '1')).toBeUndefined();
  });

  it('reads days and times in any zone, and no days that do not exist', () => {
    expect(readTrait('date', '2026-01-31')).toBe('2026-01-31');
    expect(readTrait('date', '2026-01-31 12:00')).toBe('2026-01-31T12:00:00.000Z');
    expect(readTrait('date', '2026-01-31T12:00:00+02:00')).toBe('2026-01-31T10:00:00.000Z');
    for (const text of ['2026-02-30', '31.01.2026', '2026-13-01', '2026']) {
      expect(readTrait('date', text), text).toBeUndefined();
    }
  });

  it('splits lists, and keeps those that are lists', () => {
    expect(readTrait('list', 'tea; mugs|ink;')).toEqual(['tea', 'mugs', 'ink']);
    expect(readTrait('list', ['a', 1])).toEqual(['a', 1]);
    expect(readTrait('number', ['a'])).toBeUndefined();
    expect(readTrait('as is', { deep: [1] })).toEqual({ deep: [1] });
  });
});

import type { Issue, JsonValue } from '@likeness/core';
import { describe, expect, it } from 'vitest';
import { compileTemplate } from './template.ts';

function fill(template: string, values: Record<string, JsonValue>): JsonValue | undefined | readonly Issue[] {
  const compiled = compileTemplate(template);
  if (typeof compiled === 'string') throw new Error(`unknown filter ${compiled}`);
  const issues: Issue[] = [];
  const value = compiled.value({ values, line: 7 }, issues);
  return issues.length > 0 ? issues : value;
}

describe('compileTemplate', () => {
  it('puts columns and the line number into text', () => {
    expect(fill('guest:{Invoice}-{#line}', { Invoice: '536365' })).toBe('guest:536365-7');
    expect(fill('GBP', {})).toBe('GBP');
  });

  it('keeps the type of a value that stands alone', () => {
    expect(fill('{price:number}', { price: ' 2.50 ' })).toBe(2.5);
    expect(fill('{paid:boolean}', { paid: 'No' })).toBe(false);
    expect(fill('{at:seconds}', { at: '1700000000' })).toBe(1_700_000_000_000);
    expect(fill('{tags}', { tags: ['a', 'b'] })).toEqual(['a', 'b']);
  });

  it('is absent when any of its columns is absent, null or empty', () => {
    expect(fill('{price:number}', { price: '' })).toBeUndefined();
    expect(fill('a-{b}', { b: null })).toBeUndefined();
    expect(fill('{a}-{b}', { a: 'x' })).toBeUndefined();
  });

  it('takes the last word of a text, letters only', () => {
    expect(fill('{d:last-word}', { d: 'WHITE METAL LANTERN' })).toBe('LANTERN');
    expect(fill('{d:last-word:lower}', { d: 'SET OF 6 T-LIGHTS (ROSÉ) 12 ' })).toBe('rosé');
    expect(fill('{d:last-word}', { d: '12 34' })).toBeUndefined();
  });

  it('leads into objects by dots, unless a column has that very name', () => {
    expect(fill('{user.id}', { user: { id: 'u' } })).toBe('u');
    expect(fill('{user.id}', { user: { id: 'u' }, 'user.id': 'flat' })).toBe('flat');
    expect(fill('{user.constructor}', { user: {} })).toBeUndefined();
  });

  it('says which column is not what its filter needs', () => {
    expect(fill('{price:number}', { price: 'free' })).toEqual([
      { code: 'number', path: ['price'], expected: 'a number', received: 'string of 4' },
    ]);
  });

  it('answers the name of a filter that it does not know', () => {
    expect(compileTemplate('{a:lower:roman}')).toBe('roman');
  });
});

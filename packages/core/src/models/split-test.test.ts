import { describe, expect, it } from 'vitest';
import { routeLeft } from './split-test.ts';

describe('routeLeft', () => {
  const number = { kind: 'number', name: 'x', threshold: 10, missingLeft: true } as const;
  const category = { kind: 'category', name: 'x', value: 'true', missingLeft: false } as const;

  it('sends numbers up to the threshold left', () => {
    expect([10, 10.1].map((x) => routeLeft(number, x))).toEqual([true, false]);
  });

  it('sends one category left, whether written or boolean', () => {
    expect(['true', true, 'other'].map((x) => routeLeft(category, x))).toEqual([true, true, false]);
  });

  it('sends what is missing, or no number, where most went', () => {
    for (const x of [null, undefined, Number.NaN, 'text']) expect(routeLeft(number, x)).toBe(true);
    expect(routeLeft(category, null)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { measureRule } from './rule-measures.ts';

describe('measureRule', () => {
  it('gives the measures of a rule worked by hand', () => {
    const { support, confidence, lift, leverage, conviction } = measureRule({
      both: 20,
      left: 40,
      right: 25,
      baskets: 100,
    });
    expect([support, confidence, lift]).toEqual([0.2, 0.5, 2]);
    expect(leverage).toBeCloseTo(0.1, 12);
    expect(conviction).toBeCloseTo(1.5, 12);
  });

  it('knows independence', () => {
    const { lift, leverage, conviction } = measureRule({ both: 10, left: 40, right: 25, baskets: 100 });
    expect([lift, leverage, conviction]).toEqual([1, 0, 1]);
  });

  it('knows a rule without exception', () => {
    expect(measureRule({ both: 5, left: 5, right: 10, baskets: 20 }).conviction).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it('says 0 of a rule about nothing', () => {
    const nothing = measureRule({ both: 0, left: 0, right: 0, baskets: 0 });
    expect(nothing).toEqual({ support: 0, confidence: 0, lift: 0, leverage: 0, conviction: 1 });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AssociationRule, mineAssociationRules } from './association-rules.ts';

const byName = (a: string, b: string): number => (a < b ? -1 : 1);

/** The five baskets of Tan, Steinbach, Kumar, "Introduction to Data Mining", table 6.1. */
const BASKETS = [
  ['bread', 'milk'],
  ['bread', 'diapers', 'beer', 'eggs'],
  ['milk', 'diapers', 'beer', 'cola'],
  ['bread', 'milk', 'diapers', 'beer'],
  ['bread', 'milk', 'diapers', 'cola'],
];

describe('mineAssociationRules', () => {
  it("finds the textbook's rule with its measures", () => {
    const rules = mineAssociationRules(BASKETS, { minSupport: 0.4, minConfidence: 0.6 });
    const rule = rules.find(
      ({ left, right }) => [...left].sort(byName).join() === 'diapers,milk' && right === 'beer',
    );
    expect(rule?.support).toBeCloseTo(0.4, 12);
    expect(rule?.confidence).toBeCloseTo(2 / 3, 12);
    expect(rule?.lift).toBeCloseTo(2 / 3 / 0.6, 12);
    expect(rule?.leverage).toBeCloseTo(0.4 - 0.6 * 0.6, 12);
    expect(rule?.conviction).toBeCloseTo((1 - 0.6) / (1 - 2 / 3), 12);
  });

  it('says that a rule without exception has infinite conviction', () => {
    const rules = mineAssociationRules([['tea', 'milk'], ['tea', 'milk'], ['tea']], { minSupport: 0.5 });
    expect(rules.map(({ left, right, confidence }) => [left.join(), right, confidence])).toEqual([
      ['milk', 'tea', 1],
      ['tea', 'milk', 2 / 3],
    ]);
    expect(rules[0]?.conviction).toBe(Number.POSITIVE_INFINITY);
  });

  it('finds exactly the rules that counting every itemset finds', () => {
    const basket = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(basket, { minLength: 1, maxLength: 70 }), (baskets) => {
        const options = { minSupport: 0.1, minConfidence: 0.3, maxItems: 3 };
        const keyOf = (left: readonly string[], right: string, support: number): string =>
          `${[...left].sort(byName).join()}>${right}:${support.toFixed(9)}`;
        const mined = mineAssociationRules(baskets, options);
        const counted = countRules(baskets, options);
        const keysOf = (rules: readonly Pick<AssociationRule, 'left' | 'right' | 'support'>[]) =>
          new Set(rules.map(({ left, right, support }) => keyOf(left, right, support)));
        expect(mined).toHaveLength(counted.length);
        expect(keysOf(mined)).toEqual(keysOf(counted));
      }),
      { numRuns: 50 },
    );
  });

  it('finds nothing in no baskets', () => {
    expect(mineAssociationRules([])).toEqual([]);
  });
});

/** The same by brute force over all sets of two and three items. */
function countRules(
  baskets: readonly (readonly string[])[],
  { minSupport, minConfidence }: { readonly minSupport: number; readonly minConfidence: number },
) {
  const items = ['a', 'b', 'c', 'd', 'e'];
  const countOf = (set: readonly string[]): number =>
    baskets.filter((basket) => set.every((item) => basket.includes(item))).length;
  const pairs = items.flatMap((a, i) => items.slice(i + 1).map((b) => [a, b]));
  const triples = pairs.flatMap((pair) => items.filter((c) => c > (pair[1] ?? '')).map((c) => [...pair, c]));
  return [...pairs, ...triples].flatMap((set) => {
    const both = countOf(set);
    if (both === 0 || both < minSupport * baskets.length - 1e-9) return [];
    return set.flatMap((right) => {
      const left = set.filter((item) => item !== right);
      return both / countOf(left) < minConfidence ? [] : [{ left, right, support: both / baskets.length }];
    });
  });
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auc } from './auc.ts';

describe('auc', () => {
  it('gives the figure of scikit-learn for its own example', () => {
    expect(auc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])).toBe(0.75);
  });

  it('counts ties half', () => {
    expect(auc([0, 1], [0.3, 0.3])).toBe(0.5);
    expect(auc([1, 0, 1, 0], [0.5, 0.5, 0.9, 0.1])).toBe(0.875);
  });

  it('is one half when one class is missing', () => {
    expect(auc([1, 1], [0.2, 0.9])).toBe(0.5);
  });

  it('is the share of pairs in the right order', () => {
    const row = fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 9 }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        const positives = rows.filter(([label]) => label);
        const negatives = rows.filter(([label]) => !label);
        fc.pre(positives.length > 0 && negatives.length > 0);
        const won = positives.flatMap(([, a]) => negatives.map(([, b]) => (a > b ? 1 : a === b ? 0.5 : 0)));
        const expected = won.reduce((sum: number, one) => sum + one, 0) / won.length;
        const actual = auc(
          rows.map(([label]) => label),
          rows.map(([, score]) => score),
        );
        expect(actual).toBeCloseTo(expected, 10);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustPValues } from './adjust-p-values.ts';

const P = [0.01, 0.04, 0.03, 0.005];

describe('adjustPValues', () => {
  it('runs the example of its documentation', () => {
    const adjusted = adjustPValues([0.01, 0.04, 0.03], 'holm');
    [0.03, 0.06, 0.06].forEach((expected, i) => {
      expect(adjusted[i]).toBeCloseTo(expected, 12);
    });
  });

  // Right-hand sides: by hand, and scipy.stats.false_discovery_control.
  it.each([
    ['bonferroni', [0.04, 0.16, 0.12, 0.02]],
    ['holm', [0.03, 0.06, 0.06, 0.02]],
    ['benjamini-hochberg', [0.02, 0.04, 0.04, 0.02]],
    ['benjamini-yekutieli', [0.04166667, 0.08333333, 0.08333333, 0.04166667]],
  ] as const)('adjusts by %s', (adjustment, expected) => {
    const adjusted = adjustPValues(P, adjustment);
    expected.forEach((value, i) => {
      expect(adjusted[i]).toBeCloseTo(value, 7);
    });
  });

  it('never lowers a p-value, never passes 1, and keeps their order', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
    const kinds = fc.constantFrom('bonferroni', 'holm', 'benjamini-hochberg', 'benjamini-yekutieli' as const);
    fc.assert(
      fc.property(values, kinds, (pValues, kind) => {
        const adjusted = adjustPValues(pValues, kind);
        adjusted.forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual((pValues[i] ?? 0) * (1 - 1e-12));
          expect(value).toBeLessThanOrEqual(1);
          pValues.forEach((other, j) => {
            if (other < (pValues[i] ?? 0)) expect(adjusted[j]).toBeLessThanOrEqual(value);
          });
        });
      }),
    );
  });
});

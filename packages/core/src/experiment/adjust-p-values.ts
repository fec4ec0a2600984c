/**
 * How to pay for testing many hypotheses at once: `holm` and `bonferroni` bound the chance of any false alarm,
 * `benjamini-hochberg` the share of false alarms among the alarms (independent or positively dependent tests),
 * `benjamini-yekutieli` the same under any dependence.
 */
export type PValueAdjustment = 'bonferroni' | 'holm' | 'benjamini-hochberg' | 'benjamini-yekutieli';

/**
 * Adjusted p-values in the order given: compare each with α as if it were the only one.
 *
 * Sources: Holm, Scand. J. Stat. 6 (1979); Benjamini & Hochberg, JRSS B 57 (1995); Benjamini & Yekutieli, Ann.
 * Stat. 29 (2001).
 *
 * @example
 * adjustPValues([0.01, 0.04, 0.03], 'holm'); // [0.03, 0.06, 0.06]
 */
export function adjustPValues(pValues: readonly number[], adjustment: PValueAdjustment): number[] {
  const count = pValues.length;
  if (adjustment === 'bonferroni') return pValues.map((p) => Math.min(1, p * count));
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(count).fill(1);
  let bound = adjustment === 'holm' ? 0 : 1;
  if (adjustment === 'holm') {
    order.forEach(({ p, index }, rank) => {
      bound = Math.max(bound, Math.min(1, p * (count - rank)));
      adjusted[index] = bound;
    });
    return adjusted;
  }
  const harmonic = adjustment === 'benjamini-yekutieli' ? harmonicNumber(count) : 1;
  for (let rank = count; rank >= 1; rank--) {
    const entry = order[rank - 1];
    if (!entry) continue;
    bound = Math.min(bound, (entry.p * count * harmonic) / rank);
    adjusted[entry.index] = bound;
  }
  return adjusted;
}

function harmonicNumber(count: number): number {
  let sum = 0;
  for (let i = 1; i <= count; i++) sum += 1 / i;
  return sum;
}

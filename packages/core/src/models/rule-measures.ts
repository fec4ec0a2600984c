/** How strongly "who has the left side has the right side too" holds; all from four counts. */
export interface RuleMeasures {
  /** Share of baskets with both sides. */
  readonly support: number;
  /** P(right | left). */
  readonly confidence: number;
  /** Confidence over P(right): 1 = independent. */
  readonly lift: number;
  /** Support beyond independence: P(both) − P(left)·P(right). */
  readonly leverage: number;
  /** (1 − P(right)) / (1 − confidence): 1 = independent, Infinity = never wrong. */
  readonly conviction: number;
}

/**
 * The measures of one rule from how many baskets hold both sides, the left, the right, and anything at all
 * (Agrawal et al. 1993; a share of nothing is 0; lift, leverage and conviction: Brin et al. 1997, Piatetsky-Shapiro 1991).
 */
export function measureRule(counts: {
  readonly both: number;
  readonly left: number;
  readonly right: number;
  readonly baskets: number;
}): RuleMeasures {
  const { both, left, right, baskets } = counts;
  const support = share(both, baskets);
  const confidence = share(both, left);
  const expected = share(right, baskets);
  return {
    support,
    confidence,
    lift: share(confidence, expected),
    leverage: support - share(left, baskets) * expected,
    conviction: confidence === 1 ? Number.POSITIVE_INFINITY : (1 - expected) / (1 - confidence),
  };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

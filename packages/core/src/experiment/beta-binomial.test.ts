import { describe, expect, it } from 'vitest';
import { compareBeliefs, credibleInterval, posteriorBelief } from './beta-binomial.ts';

const believe = (successes: number, trials: number) => posteriorBelief({ successes, trials });

describe('compareBeliefs', () => {
  // Right-hand sides: the data page.
  it.each([
    [200, 1000, 250, 1000, 0.996283],
    [120, 2400, 150, 2380, 0.974322],
    [5, 40, 11, 38, 0.961215],
  ])('agrees with the data page on %i/%i against %i/%i', (a, n, b, m, expected) => {
    expect(compareBeliefs(believe(a, n), believe(b, m)).probabilityBetter).toBeCloseTo(expected, 6);
  });

  it('agrees with a simulation on what either choice would lose', () => {
    // NumPy, 4 million draws.
    const { lossOfTreatment, lossOfControl } = compareBeliefs(believe(5, 40), believe(11, 38));
    expect(lossOfTreatment).toBeCloseTo(0.001426, 4);
    expect(lossOfControl).toBeCloseTo(0.158668, 3);
  });

  it('is undecided about arms that nothing or the same is known of', () => {
    expect(compareBeliefs(believe(0, 0), believe(0, 0)).probabilityBetter).toBeCloseTo(0.5, 6);
    expect(compareBeliefs(believe(30, 90), believe(30, 90)).probabilityBetter).toBeCloseTo(0.5, 8);
  });

  it('counts flat priors right: P(two of three uniform draws rank this way)', () => {
    // X ~ Beta(2, 1) is the larger of two uniform draws: it beats a third with probability 2/3.
    expect(compareBeliefs({ alpha: 1, beta: 1 }, { alpha: 2, beta: 1 }).probabilityBetter).toBeCloseTo(
      2 / 3,
      6,
    );
  });
});

describe('credibleInterval', () => {
  it('agrees with SciPy', () => {
    const { lower, upper } = credibleInterval(believe(5, 40));
    expect(lower).toBeCloseTo(0.05565736, 7);
    expect(upper).toBeCloseTo(0.26204468, 7);
  });
});

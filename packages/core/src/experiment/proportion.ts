/** Successes out of trials of one arm, 0 ≤ successes ≤ trials. */
export interface Proportion {
  readonly successes: number;
  readonly trials: number;
}

/** An interval that covers the true value with the stated confidence. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** The observed rate, 0 when there were no trials. */
export function rateOf({ successes, trials }: Proportion): number {
  return trials > 0 ? successes / trials : 0;
}

/** Variance of the difference of two observed rates, not pooled; 0 when an arm has no trials. */
export function differenceVariance(control: Proportion, treatment: Proportion): number {
  if (control.trials === 0 || treatment.trials === 0) return 0;
  const a = rateOf(control);
  const b = rateOf(treatment);
  return (a * (1 - a)) / control.trials + (b * (1 - b)) / treatment.trials;
}

/** The probability of log-odds `x`: 1/(1 + e^−x), without overflow at either end. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** Probabilities are kept this far from 0 and 1 before their log-odds are taken. */
const SMALLEST = 1e-9;

/** The log-odds ln(p/(1 − p)) of a probability, kept within ±20.7. */
export function logOdds(probability: number): number {
  const p = Math.min(Math.max(probability, SMALLEST), 1 - SMALLEST);
  return Math.log(p / (1 - p));
}

/** A label as a number from 0 to 1: `true` is 1, numbers are clipped. */
export function labelValue(label: boolean | number): number {
  if (typeof label === 'boolean') return label ? 1 : 0;
  return Math.min(Math.max(label, 0), 1);
}

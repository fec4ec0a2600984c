import { incompleteBeta } from './incomplete-beta.ts';

/** P(|T| ≥ |t|) of Student's t distribution with `degrees` > 0 degrees of freedom (need not be whole). */
export function studentTwoSided(t: number, degrees: number): number {
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}

/**
 * The t with P(|T| ≥ t) = `alpha`, the half-width of a (1 − alpha) confidence interval in standard errors;
 * 0 < alpha < 1. Found by bisection to about 1e-12.
 */
export function studentCritical(alpha: number, degrees: number): number {
  let low = 0;
  let high = 2;
  while (studentTwoSided(high, degrees) > alpha) high *= 2;
  for (let i = 0; i < 100 && high - low > 1e-13 * high; i++) {
    const middle = (low + high) / 2;
    if (studentTwoSided(middle, degrees) > alpha) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

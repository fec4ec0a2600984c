import { err, ok, type Result } from '../result.ts';

/**
 * What may be learned about one person in total, and what was spent of it. Costs are kept in ρ of zero-concentrated
 * differential privacy (zCDP), where composition is a plain sum; plain data, safe to store.
 */
export interface PrivacyBudget {
  /** The promise: (ε, δ)-differential privacy for everything charged to this budget. */
  readonly epsilon: number;
  readonly delta: number;
  /** The promise as ρ. */
  readonly rho: number;
  readonly spentRho: number;
}

/** A release was refused because the budget does not hold it. */
export interface BudgetExceeded {
  readonly code: 'budget-exceeded';
  readonly requestedRho: number;
  readonly remainingRho: number;
}

/** A fresh budget; ε > 0 and 0 < δ < 1, else RangeError. Choose δ well below one over the number of people. */
export function createBudget(promise: { readonly epsilon: number; readonly delta: number }): PrivacyBudget {
  const { epsilon, delta } = promise;
  if (!(epsilon > 0 && epsilon < Infinity && delta > 0 && delta < 1)) {
    throw new RangeError(`expected epsilon above 0 and delta between 0 and 1, got ${epsilon} and ${delta}`);
  }
  return { ...promise, rho: rhoOfEpsilon(promise.epsilon, promise.delta), spentRho: 0 };
}

/**
 * Charges one release; a release that does not fit is refused and must not happen.
 *
 * @example
 * const budget = createBudget({ epsilon: 3, delta: 1e-5 });
 * const after = spendBudget(budget, gaussianRho({ sensitivity: 1, deviation: 10 }));
 * after.ok; // true
 */
export function spendBudget(budget: PrivacyBudget, rho: number): Result<PrivacyBudget, BudgetExceeded> {
  const remaining = budget.rho - budget.spentRho;
  // A budget that was divided into n parts must hold all n of them in spite of rounding.
  if (!(rho >= 0) || rho > remaining * (1 + 1e-9) + 1e-15) {
    return err({ code: 'budget-exceeded', requestedRho: rho, remainingRho: remaining });
  }
  return ok({ ...budget, spentRho: Math.min(budget.rho, budget.spentRho + rho) });
}

/** ρ of Gaussian noise: (Δ/σ)²/2 (Bun & Steinke, TCC 2016, proposition 1.6). */
export function gaussianRho(noise: { readonly sensitivity: number; readonly deviation: number }): number {
  return (noise.sensitivity / noise.deviation) ** 2 / 2;
}

/**
 * ρ of any ε-differentially private release, such as Laplace noise or randomised response: ε²/2 (ibid., proposition
 * 1.4).
 */
export function pureRho(epsilon: number): number {
  return (epsilon * epsilon) / 2;
}

/**
 * The ε for which ρ-zCDP implies (ε, δ)-differential privacy: the least over Rényi orders α > 1 of
 * αρ + ln(1/(αδ))/(α − 1) + ln(1 − 1/α).
 *
 * Source: Canonne, Kamath & Steinke, NeurIPS 2020, proposition 12.
 */
export function epsilonOfRho(rho: number, delta: number): number {
  if (rho <= 0) return 0;
  const at = (logOrder: number): number => {
    const order = 1 + Math.exp(logOrder);
    return order * rho + Math.log(1 / (order * delta)) / (order - 1) + Math.log1p(-1 / order);
  };
  // The bound has one valley over ln(α − 1).
  let low = -10;
  let high = 20;
  for (let i = 0; i < 200; i++) {
    const left = low + (high - low) / 3;
    const right = high - (high - low) / 3;
    if (at(left) < at(right)) high = right;
    else low = left;
  }
  return Math.max(0, at((low + high) / 2));
}

/** The largest ρ that still keeps (ε, δ)-differential privacy; the inverse of {@link epsilonOfRho}. */
export function rhoOfEpsilon(epsilon: number, delta: number): number {
  let low = 0;
  let high = 1;
  while (epsilonOfRho(high, delta) < epsilon) high *= 2;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (epsilonOfRho(middle, delta) <= epsilon) low = middle;
    else high = middle;
  }
  return low;
}

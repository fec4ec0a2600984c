import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBudget, epsilonOfRho, gaussianRho, pureRho, rhoOfEpsilon, spendBudget } from './budget.ts';

describe('the privacy budget', () => {
  it('runs the example of its documentation', () => {
    const budget = createBudget({ epsilon: 3, delta: 1e-5 });
    expect(spendBudget(budget, gaussianRho({ sensitivity: 1, deviation: 10 })).ok).toBe(true);
  });

  it('sums what was spent and refuses what does not fit, saying how much was left', () => {
    const budget = { epsilon: 1, delta: 1e-6, rho: 0.02, spentRho: 0 };
    const once = spendBudget(budget, 0.015);
    expect(once).toEqual({ ok: true, value: { ...budget, spentRho: 0.015 } });
    if (!once.ok) throw new Error('the first release fits');
    const twice = spendBudget(once.value, 0.015);
    expect(twice.ok).toBe(false);
    if (!twice.ok) expect(twice.error.remainingRho).toBeCloseTo(0.005, 12);
  });

  it('refuses costs that are no costs', () => {
    const budget = createBudget({ epsilon: 1, delta: 1e-6 });
    expect(spendBudget(budget, -1).ok).toBe(false);
    expect(spendBudget(budget, Number.NaN).ok).toBe(false);
    expect(spendBudget(budget, Infinity).ok).toBe(false);
  });

  it('refuses a promise that is none', () => {
    expect(() => createBudget({ epsilon: 0, delta: 1e-6 })).toThrow('epsilon above 0');
    expect(() => createBudget({ epsilon: 1, delta: 1 })).toThrow('delta between');
  });

  it('can be spent whole in equal parts', () => {
    let budget = createBudget({ epsilon: 2, delta: 1e-5 });
    for (let i = 0; i < 7; i++) {
      const after = spendBudget(budget, budget.rho / 7);
      if (!after.ok) throw new Error(`part ${i} was refused`);
      budget = after.value;
    }
    expect(budget.spentRho).toBeCloseTo(budget.rho, 12);
  });

  it('costs (Δ/σ)²/2 by Gaussian noise and ε²/2 by a pure release', () => {
    expect(gaussianRho({ sensitivity: 2, deviation: 4 })).toBe(0.125);
    expect(pureRho(0.5)).toBe(0.125);
  });

  it('is tighter than the classical conversion ρ + 2√(ρ ln(1/δ)), and not absurdly so', () => {
    for (const rho of [0.01, 0.17, 1, 5]) {
      const classical = rho + 2 * Math.sqrt(rho * Math.log(1e5));
      expect(epsilonOfRho(rho, 1e-5)).toBeLessThan(classical);
      expect(epsilonOfRho(rho, 1e-5)).toBeGreaterThan(0.75 * classical);
    }
  });

  it('never promises less than Gaussian noise really leaks', () => {
    // Balle & Wang (2018): δ(ε) of the Gaussian mechanism with σ = 1 is Φ(½ − ε) − e^ε Φ(−½ − ε): 1e-5 at ε =
    // 4.3766.
    expect(epsilonOfRho(0.5, 1e-5)).toBeGreaterThan(4.3766);
    expect(epsilonOfRho(0.5, 1e-5)).toBeLessThan(4.9);
  });

  it('converts there and back', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 20, noNaN: true }), (epsilon) => {
        expect(epsilonOfRho(rhoOfEpsilon(epsilon, 1e-6), 1e-6)).toBeCloseTo(epsilon, 6);
      }),
      { numRuns: 20 },
    );
    expect(epsilonOfRho(0, 1e-6)).toBe(0);
  });
});

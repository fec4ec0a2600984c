import { normalCdf, normalQuantile } from '../statistics/normal-distribution.ts';

/** The risks a planned two-sided test with two equal arms accepts. */
export interface TestRisks {
  /** Chance of a false alarm, default 0.05. */
  readonly alpha?: number;
  /** Chance of finding an effect that is there, default 0.8. */
  readonly power?: number;
}

/**
 * Units needed in each arm to tell `baseRate` from `baseRate + effect`, rounded up; Infinity for no effect. n =
 * (z_{1−α/2}·√(2p̄(1−p̄)) + z_{power}·√(p₁(1−p₁)+p₂(1−p₂)))² / effect².
 *
 * Source: Fleiss, Levin & Paik, "Statistical Methods for Rates and Proportions" (2003), without continuity
 * correction.
 *
 * @example
 * sampleSizeOfRates(0.05, 0.01); // 8158
 */
export function sampleSizeOfRates(baseRate: number, effect: number, risks: TestRisks = {}): number {
  if (effect === 0) return Infinity;
  const { alpha = 0.05, power = 0.8 } = risks;
  const target = baseRate + effect;
  const mean = (baseRate + target) / 2;
  const root =
    normalQuantile(1 - alpha / 2) * Math.sqrt(2 * mean * (1 - mean)) +
    normalQuantile(power) * Math.sqrt(baseRate * (1 - baseRate) + target * (1 - target));
  return Math.ceil((root / effect) ** 2);
}

/**
 * Units needed in each arm to find a difference of means, for values with the given standard deviation:
 * n = 2(z_{1−α/2} + z_{power})²·sd²/effect², rounded up; Infinity for no effect.
 *
 * @example
 * sampleSizeOfMeans(10, 1); // 1570
 */
export function sampleSizeOfMeans(deviation: number, effect: number, risks: TestRisks = {}): number {
  if (effect === 0) return Infinity;
  const { alpha = 0.05, power = 0.8 } = risks;
  const root = (normalQuantile(1 - alpha / 2) + normalQuantile(power)) * deviation;
  return Math.ceil(2 * (root / effect) ** 2);
}

/**
 * Chance that a two-sided z-test with `unitsPerArm` in each arm finds `baseRate + effect` different from
 * `baseRate`.
 */
export function powerOfRates(
  baseRate: number,
  effect: number,
  plan: { readonly unitsPerArm: number; readonly alpha?: number },
): number {
  const { unitsPerArm, alpha = 0.05 } = plan;
  const target = baseRate + effect;
  const mean = (baseRate + target) / 2;
  const pooled = Math.sqrt((2 * mean * (1 - mean)) / unitsPerArm);
  const unpooled = Math.sqrt((baseRate * (1 - baseRate) + target * (1 - target)) / unitsPerArm);
  if (unpooled === 0) return effect === 0 ? alpha : 1;
  const critical = normalQuantile(1 - alpha / 2) * pooled;
  return (
    normalCdf((Math.abs(effect) - critical) / unpooled) + normalCdf((-Math.abs(effect) - critical) / unpooled)
  );
}

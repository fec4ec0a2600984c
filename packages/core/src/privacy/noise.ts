import { sampleNormal } from '../statistics/sample.ts';
import type { Random } from '../statistics/seeded-random.ts';

/**
 * Laplace noise of the given scale b (standard deviation b√2): ε-differential privacy for a number of sensitivity Δ
 * at b = Δ/ε. The doubles of a Laplace sample leak a little about what was added (Mironov, CCS 2012): for published
 * counts use {@link discreteLaplaceNoise}.
 *
 * In production `random` must be built on `crypto.getRandomValues`: noise that can be predicted can be subtracted.
 * This and the other functions here throw RangeError unless the amount of noise is a positive finite number: too
 * little noise must never pass silently.
 */
export function laplaceNoise(scale: number, random: Random): number {
  requirePositive('scale', scale);
  const sign = random() < 0.5 ? -1 : 1;
  // 1 − u is never 0, so the logarithm is finite.
  return -sign * scale * Math.log(1 - random());
}

/** Gaussian noise of standard deviation σ: (Δ/σ)²/2-zCDP for a number or vector of Euclidean sensitivity Δ. */
export function gaussianNoise(deviation: number, random: Random): number {
  requirePositive('deviation', deviation);
  return deviation * sampleNormal(random);
}

/**
 * Whole-number Laplace noise: P(x) ∝ e^(−ε|x|/Δ), the difference of two geometric draws. ε-differential privacy for
 * a count that one person changes by at most Δ = `sensitivity`, with no floating-point leak in the result.
 *
 * Source: Ghosh, Roughgarden & Sundararajan, STOC 2009.
 */
export function discreteLaplaceNoise(
  privacy: { readonly epsilon: number; readonly sensitivity?: number },
  random: Random,
): number {
  requirePositive('epsilon', privacy.epsilon);
  requirePositive('sensitivity', privacy.sensitivity ?? 1);
  const decay = -privacy.epsilon / (privacy.sensitivity ?? 1);
  const geometric = (): number => Math.floor(Math.log(1 - random()) / decay);
  return geometric() - geometric();
}

/**
 * Whole-number Gaussian noise, P(x) ∝ e^(−x²/2σ²): the same zCDP as {@link gaussianNoise}, for counts and integer
 * vectors.
 *
 * Source: Canonne, Kamath & Steinke, "The discrete Gaussian for differential privacy", NeurIPS 2020, algorithm 3.
 */
export function discreteGaussianNoise(deviation: number, random: Random): number {
  requirePositive('deviation', deviation);
  const variance = deviation * deviation;
  const t = Math.floor(deviation) + 1;
  for (;;) {
    const candidate = discreteLaplaceNoise({ epsilon: 1 / t }, random);
    const distance = Math.abs(candidate) - variance / t;
    if (random() < Math.exp((-distance * distance) / (2 * variance))) return candidate;
  }
}

function requirePositive(name: string, value: number): void {
  if (!(value > 0 && value < Infinity))
    throw new RangeError(`expected ${name} to be above 0 and finite, got ${value}`);
}

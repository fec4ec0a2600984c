import type { Random } from '../statistics/seeded-random.ts';
import {
  type BoundedLinearState,
  encodeExamples,
  gradientSum,
  type LabelledFeatures,
} from './bounded-linear.ts';
import { gaussianRho } from './budget.ts';
import { gaussianNoise } from './noise.ts';

/** How {@link trainPrivately} spends its privacy. */
export interface PrivateTrainingOptions {
  /** Total cost, from {@link rhoOfEpsilon}; Infinity trains without noise, for comparison. */
  readonly rho: number;
  /** In production built on `crypto.getRandomValues`. */
  readonly random: Random;
  /** Steps over all examples; more steps fit better and need more noise each. Default 60. */
  readonly steps?: number;
  /** Default 10 (inputs have length 1, so gradients are small). */
  readonly learningRate?: number;
  /** Default 0.9. */
  readonly momentum?: number;
  /** Slots are 2^bits; default 12. Noise in slots that no feature uses harms nobody, shared slots do. */
  readonly bits?: number;
}

/** A trained model and what it cost. */
export interface PrivateTraining {
  readonly state: BoundedLinearState;
  /** Charge this to the budget with {@link spendBudget}. */
  readonly spentRho: number;
  /** Standard deviation of the noise in each coordinate of each step's gradient sum. */
  readonly noiseDeviation: number;
}

/**
 * Logistic regression by noisy gradient descent (DP-SGD with all examples in every batch and momentum): each of T
 * steps adds N(0, σ²) to the gradient sum, σ = √(T/2ρ), and the answer is the mean of the second half of the
 * iterates. (ε, δ)-private for adding or removing one *example*; to protect a person, give one example per person.
 * The number of examples is taken as public.
 *
 * Source: Abadi et al., CCS 2016; Bassily, Smith & Thakurta, FOCS 2014. Whole batches because at a site's size
 * their signal grows with n while the noise does not. Gradients need no clipping: {@link boundedVector} bounds
 * them.
 *
 * @example
 * // Seeded only so that the example always answers the same: in production draw from crypto.getRandomValues.
 * const random = createSeededRandom(1);
 * const examples = Array.from({ length: 2000 }, (_, i) => ({ features: { pages: i % 10 }, label: i % 10 > 6 }));
 * const { state } = trainPrivately(examples, { rho: rhoOfEpsilon(3, 1e-5), random });
 * predictBounded(state, { pages: 9 }) > predictBounded(state, { pages: 1 }); // true
 */
export function trainPrivately(
  examples: readonly LabelledFeatures[],
  options: PrivateTrainingOptions,
): PrivateTraining {
  const { rho, random, steps = 60, learningRate = 10, momentum = 0.9, bits = 12 } = options;
  if (!(rho > 0 && steps >= 1))
    throw new RangeError(`expected rho above 0 and a step or more, got ${rho} and ${steps}`);
  const noiseDeviation = Number.isFinite(rho) ? Math.sqrt(steps / (2 * rho)) : 0;
  const encoded = encodeExamples(examples, bits);
  const count = Math.max(1, examples.length);
  const weights = new Float64Array(2 ** bits);
  const velocity = new Float64Array(weights.length);
  const sums = new Float64Array(weights.length);
  const firstAveraged = Math.floor(steps / 2);
  for (let step = 0; step < steps; step++) {
    const gradient = gradientSum(weights, encoded);
    gradient.forEach((sum, slot) => {
      const noise = noiseDeviation > 0 ? gaussianNoise(noiseDeviation, random) : 0;
      velocity[slot] = momentum * (velocity[slot] ?? 0) + (sum + noise) / count;
      weights[slot] = (weights[slot] ?? 0) - learningRate * (velocity[slot] ?? 0);
      if (step >= firstAveraged) sums[slot] = (sums[slot] ?? 0) + (weights[slot] ?? 0);
    });
  }
  return {
    state: { bits, weights: Array.from(sums, (sum) => sum / Math.max(1, steps - firstAveraged)) },
    spentRho:
      noiseDeviation > 0 ? steps * gaussianRho({ sensitivity: 1, deviation: noiseDeviation }) : Infinity,
    noiseDeviation,
  };
}

import type { Random } from '../statistics/seeded-random.ts';
import { type BoundedLinearState, type BoundedTable, gradientSum } from './bounded-linear.ts';
import { gaussianNoise } from './noise.ts';

/** What one client sends: how far its weights moved, and over how many examples. No example leaves the client. */
export interface ClientUpdate {
  readonly delta: readonly number[];
  readonly count: number;
}

/** The server's side: the shared model and its momentum. Plain data. */
export interface FederatedState {
  readonly model: BoundedLinearState;
  readonly velocity: readonly number[];
  readonly rounds: number;
}

/** How updates are joined; the defaults add no noise. */
export interface FederatedOptions {
  /** Longer updates are shortened to this Euclidean length, so that no client can dominate a round; default 1. */
  readonly clip?: number;
  /** An update weighs by its examples, up to this many; default Infinity. Noise needs a finite cap. */
  readonly countCap?: number;
  /** Noise on the weighted sum in units of clip × countCap: client-level (1/2z²)-zCDP a round; default 0. */
  readonly noiseMultiplier?: number;
  /** Needed with noise. */
  readonly random?: Random;
  /** Default 0.8. */
  readonly momentum?: number;
}

/** A server that knows nothing; 2^bits weights, default 12: 32 kB an update. */
export function createFederatedState(bits = 12): FederatedState {
  const zeros = new Array<number>(2 ** bits).fill(0);
  return { model: { bits, weights: zeros }, velocity: zeros, rounds: 0 };
}

/**
 * Trains on a client's own examples (from {@link encodeExamples}) from the shared weights: a few full gradient
 * steps.
 *
 * @param options local steps (default 5) and learning rate (default 10)
 */
export function trainClient(
  model: BoundedLinearState,
  examples: BoundedTable,
  options: { readonly steps?: number; readonly learningRate?: number } = {},
): ClientUpdate {
  const { steps = 5, learningRate = 10 } = options;
  if (examples.bits !== model.bits) {
    throw new RangeError(
      `expected examples encoded with the model's ${model.bits} bits, got ${examples.bits}`,
    );
  }
  const count = examples.labels.length;
  const weights = Float64Array.from(model.weights);
  for (let step = 0; step < steps && count > 0; step++) {
    gradientSum(weights, examples).forEach((sum, slot) => {
      weights[slot] = (weights[slot] ?? 0) - (learningRate * sum) / count;
    });
  }
  return { delta: Array.from(weights, (weight, slot) => weight - (model.weights[slot] ?? 0)), count };
}

/**
 * One round of federated averaging: clips each update, weighs it by its examples, adds noise to the sum when asked,
 * and moves the shared weights with momentum. The result does not depend on the order of the updates but for
 * rounding; updates of another size or with a number that is not finite are left out, because a client can send
 * anything.
 *
 * Source: McMahan et al., AISTATS 2017 (FedAvg); McMahan, Ramage, Talwar & Zhang, ICLR 2018 (clipping and noise);
 * Hsu, Qi & Brown, 2019 (server momentum).
 *
 * @example
 * let server = createFederatedState();
 * // Each list stays on its own device; what leaves it is what trainClient answers.
 * const clients = [1, 2, 3].map((first) =>
 *   Array.from({ length: 40 }, (_, i) => ({ features: { pages: i + first }, label: i > 20 })),
 * );
 * const tables = clients.map((examples) => encodeExamples(examples, server.model.bits));
 * for (let round = 0; round < 10; round++) {
 *   server = federatedAverage(server, tables.map((table) => trainClient(server.model, table)));
 * }
 * predictBounded(server.model, { pages: 40 }) > predictBounded(server.model, { pages: 2 }); // true
 */
export function federatedAverage(
  state: FederatedState,
  updates: readonly ClientUpdate[],
  options: FederatedOptions = {},
): FederatedState {
  const { clip = 1, countCap = Infinity, noiseMultiplier = 0, random, momentum = 0.8 } = options;
  if (noiseMultiplier > 0 && (!random || !Number.isFinite(countCap))) {
    throw new RangeError(
      'noise needs a source of randomness and a finite countCap; pass `random` and `countCap`',
    );
  }
  const { weights } = state.model;
  const sum = new Array<number>(weights.length).fill(0);
  let total = 0;
  for (const { delta, count } of updates) {
    if (delta.length !== weights.length || !(count > 0 && count < Infinity) || !delta.every(Number.isFinite))
      continue;
    const length = Math.sqrt(delta.reduce((squares, value) => squares + value * value, 0));
    const weight = Math.min(count, countCap);
    const scale = weight * Math.min(1, clip / Math.max(length, Number.MIN_VALUE));
    delta.forEach((value, slot) => {
      sum[slot] = (sum[slot] ?? 0) + scale * value;
    });
    total += weight;
  }
  if (total === 0) return state;
  const deviation = noiseMultiplier > 0 ? noiseMultiplier * clip * countCap : 0;
  const velocity = sum.map((value, slot) => {
    const noise = random && deviation > 0 ? gaussianNoise(deviation, random) : 0;
    return momentum * (state.velocity[slot] ?? 0) + (value + noise) / total;
  });
  return {
    model: { bits: state.model.bits, weights: weights.map((weight, slot) => weight + (velocity[slot] ?? 0)) },
    velocity,
    rounds: state.rounds + 1,
  };
}

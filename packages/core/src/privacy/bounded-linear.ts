import { collectContributions } from '../models/contributions.ts';
import { labelValue, sigmoid } from '../models/log-odds.ts';
import type { Explanation, Features } from '../models/online-model.ts';
import { type BoundedVector, boundedVector } from './bounded-vector.ts';

/**
 * A logistic regression over {@link boundedVector}s: what private and federated training give. `2^bits` weights.
 */
export interface BoundedLinearState {
  readonly bits: number;
  readonly weights: readonly number[];
}

/** One example as the trainers read it. */
export interface LabelledFeatures {
  readonly features: Features;
  readonly label: boolean | number;
}

/**
 * Encoded examples as one flat table: example `i` owns the entries `starts[i]` up to `starts[i + 1]`. For working
 * memory, not for storage.
 */
export interface BoundedTable {
  readonly bits: number;
  readonly starts: Uint32Array;
  readonly slots: Uint32Array;
  readonly values: Float64Array;
  /** 0 … 1. */
  readonly labels: Float64Array;
}

/** P(label) of one set of features. */
export function predictBounded(state: BoundedLinearState, features: Features): number {
  return sigmoid(scoreVector(state.weights, boundedVector(features, state.bits)));
}

/** Why: contributions in log-odds, the bias as `(bias)`. */
export function explainBounded(state: BoundedLinearState, features: Features): Explanation {
  const vector = boundedVector(features, state.bits);
  const total = scoreVector(state.weights, vector);
  return {
    prediction: sigmoid(total),
    total,
    unit: 'log-odds',
    contributions: collectContributions((add) => {
      vector.slots.forEach((slot, i) => {
        add(vector.names[i] ?? '', (state.weights[slot] ?? 0) * (vector.values[i] ?? 0));
      });
    }),
  };
}

/** Encodes examples once for many steps over them. */
export function encodeExamples(examples: readonly LabelledFeatures[], bits: number): BoundedTable {
  const vectors = examples.map(({ features }) => boundedVector(features, bits));
  const size = vectors.reduce((sum, { slots }) => sum + slots.length, 0);
  const table = {
    bits,
    starts: new Uint32Array(vectors.length + 1),
    slots: new Uint32Array(size),
    values: new Float64Array(size),
    labels: Float64Array.from(examples, ({ label }) => labelValue(label)),
  };
  let end = 0;
  vectors.forEach((vector, i) => {
    table.slots.set(vector.slots, end);
    table.values.set(vector.values, end);
    end += vector.slots.length;
    table.starts[i + 1] = end;
  });
  return table;
}

/**
 * Sum over examples of the log loss's gradient, (σ(w·x) − y)·x: one example changes it by a vector no longer than
 * 1.
 */
export function gradientSum(weights: Float64Array, table: BoundedTable): Float64Array {
  const { starts, slots, values, labels } = table;
  const sum = new Float64Array(weights.length);
  for (let i = 0; i < labels.length; i++) {
    const from = starts[i] ?? 0;
    const to = starts[i + 1] ?? 0;
    let score = 0;
    for (let at = from; at < to; at++) score += (weights[slots[at] ?? 0] ?? 0) * (values[at] ?? 0);
    const error = sigmoid(score) - (labels[i] ?? 0);
    for (let at = from; at < to; at++) {
      const slot = slots[at] ?? 0;
      sum[slot] = (sum[slot] ?? 0) + error * (values[at] ?? 0);
    }
  }
  return sum;
}

function scoreVector(weights: readonly number[], { slots, values }: BoundedVector): number {
  let sum = 0;
  for (let i = 0; i < slots.length; i++) sum += (weights[slots[i] ?? 0] ?? 0) * (values[i] ?? 0);
  return sum;
}

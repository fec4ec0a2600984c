import type { BinaryLabels } from './confusion.ts';

/** Probabilities are kept this far from 0 and 1, so that one wrong certainty costs 13.8, not infinity. */
const CLIP = 1e-6;

/** Log loss of one prediction, natural logarithm; `label` from 0 to 1. */
export function logLossOne(label: boolean | number, probability: number): number {
  const p = Math.min(Math.max(probability, CLIP), 1 - CLIP);
  const y = Number(label);
  return -(y * Math.log(p) + (1 - y) * Math.log(1 - p));
}

/** Mean log loss: the natural logarithm of how surprised the probabilities were; lower is better. */
export function logLoss(labels: BinaryLabels, probabilities: readonly number[]): number {
  let sum = 0;
  probabilities.forEach((probability, i) => {
    sum += logLossOne(labels[i] ?? 0, probability);
  });
  return sum / probabilities.length;
}

/** Brier score: mean squared difference of probability and outcome; 0 is perfect, 0.25 is always saying ½. */
export function brier(labels: BinaryLabels, probabilities: readonly number[]): number {
  let sum = 0;
  probabilities.forEach((probability, i) => {
    sum += (probability - Number(labels[i])) ** 2;
  });
  return sum / probabilities.length;
}

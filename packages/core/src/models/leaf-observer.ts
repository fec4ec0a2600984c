import { signedLog } from '../feature/scale.ts';
import { normalCdf } from '../statistics/normal-distribution.ts';
import type { FeatureValue } from './online-model.ts';
import type { SplitTest } from './split-test.ts';

/** What a leaf has seen of one feature: a Gaussian per class for numbers, counts per class for categories. */
export interface ObserverState {
  readonly name: string;
  /** Per class: weight, mean and sum of squared deviations of the signed logarithm. */
  readonly weights: [number, number];
  readonly means: [number, number];
  readonly squares: [number, number];
  low: number;
  high: number;
  /** Categories and the weight of negative and positive labels with each; at most 32. */
  readonly values: string[];
  readonly negatives: number[];
  readonly positives: number[];
}

/** A split and how many bits of the label it tells. */
export interface SplitProposal {
  readonly test: SplitTest;
  readonly gain: number;
}

const MAX_CATEGORIES = 32;
const LONGEST_CATEGORY = 100;
const THRESHOLDS = 12;

/** An observer that has seen nothing. */
export function createObserver(name: string): ObserverState {
  return {
    name,
    weights: [0, 0],
    means: [0, 0],
    squares: [0, 0],
    low: 0,
    high: 0,
    values: [],
    negatives: [],
    positives: [],
  };
}

/** Takes one value in, in place; `label` from 0 to 1 is shared between the classes. */
export function learnObserver(
  observer: ObserverState,
  value: FeatureValue,
  label: number,
  weight: number,
): void {
  if (value === null || value === undefined || Number.isNaN(value)) return;
  if (typeof value === 'number') {
    const x = signedLog(value);
    const first = observer.weights[0] + observer.weights[1] === 0;
    observer.low = first ? x : Math.min(observer.low, x);
    observer.high = first ? x : Math.max(observer.high, x);
    learnClass(observer, 0, x, weight * (1 - label));
    learnClass(observer, 1, x, weight * label);
    return;
  }
  const category = String(value);
  let at = observer.values.indexOf(category);
  if (at < 0) {
    if (observer.values.length >= MAX_CATEGORIES || category.length > LONGEST_CATEGORY) return;
    at = observer.values.push(category) - 1;
    observer.negatives.push(0);
    observer.positives.push(0);
  }
  observer.negatives[at] = (observer.negatives[at] ?? 0) + weight * (1 - label);
  observer.positives[at] = (observer.positives[at] ?? 0) + weight * label;
}

function learnClass(observer: ObserverState, label: 0 | 1, x: number, weight: number): void {
  if (weight <= 0) return;
  observer.weights[label] += weight;
  const delta = x - observer.means[label];
  observer.means[label] += (delta * weight) / observer.weights[label];
  observer.squares[label] += weight * delta * (x - observer.means[label]);
}

/** The split of this feature that tells most about the label, given the leaf's own counts; undefined for none. */
export function proposeSplit(
  observer: ObserverState,
  counts: readonly [number, number],
): SplitProposal | undefined {
  const { name } = observer;
  const known: [number, number] = [
    observer.weights[0] + observer.negatives.reduce((sum, n) => sum + n, 0),
    observer.weights[1] + observer.positives.reduce((sum, n) => sum + n, 0),
  ];
  const share = (known[0] + known[1]) / (counts[0] + counts[1]);
  let best: SplitProposal | undefined;
  const consider = (left: readonly [number, number], make: (missingLeft: boolean) => SplitTest): void => {
    const gain = Math.min(1, share) * informationGain(known, left);
    if (best !== undefined && gain <= best.gain) return;
    best = { gain, test: make(left[0] + left[1] > (known[0] + known[1]) / 2) };
  };
  for (let i = 1; i <= THRESHOLDS; i++) {
    if (!(observer.high > observer.low)) break;
    const threshold = observer.low + ((observer.high - observer.low) * i) / (THRESHOLDS + 1);
    const left: [number, number] = [massBelow(observer, 0, threshold), massBelow(observer, 1, threshold)];
    consider(left, (missingLeft) => ({ kind: 'number', name, threshold, missingLeft }));
  }
  // Ascending by name, so that equal gains are decided the same way in whatever order categories came.
  const order = observer.values.map((_, i) => i);
  order.sort((a, b) => ((observer.values[a] ?? '') < (observer.values[b] ?? '') ? -1 : 1));
  for (const i of order) {
    const value = observer.values[i] ?? '';
    const left: [number, number] = [observer.negatives[i] ?? 0, observer.positives[i] ?? 0];
    consider(left, (missingLeft) => ({ kind: 'category', name, value, missingLeft }));
  }
  return best;
}

function massBelow(observer: ObserverState, label: 0 | 1, threshold: number): number {
  const weight = observer.weights[label];
  if (weight === 0) return 0;
  const deviation = Math.sqrt(observer.squares[label] / weight);
  if (!(deviation > 1e-9)) return observer.means[label] <= threshold ? weight : 0;
  return weight * normalCdf((threshold - observer.means[label]) / deviation);
}

/** Bits that a split tells: entropy of the whole less the weighted entropy of its sides. */
export function informationGain(whole: readonly [number, number], left: readonly [number, number]): number {
  const right: [number, number] = [whole[0] - left[0], whole[1] - left[1]];
  const total = whole[0] + whole[1];
  if (total <= 0) return 0;
  const weighted = (side: readonly [number, number]): number => ((side[0] + side[1]) / total) * entropy(side);
  return entropy(whole) - weighted(left) - weighted(right);
}

function entropy([a, b]: readonly [number, number]): number {
  const total = a + b;
  if (a <= 0 || b <= 0) return 0;
  // Not 1 − p: that rounds to 0 while b is still above it, and 0 · log 0 is NaN.
  const [p, q] = [a / total, b / total];
  return -(p * Math.log2(p) + q * Math.log2(q));
}

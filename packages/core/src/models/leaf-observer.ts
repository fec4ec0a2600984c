import { signedExp, signedLog } from '../feature/scale.ts';
import { normalCdf } from '../statistics/normal-distribution.ts';
import type { FeatureValue } from './online-model.ts';
import type { SplitTest } from './split-test.ts';

/** What a leaf has seen of one feature: a Gaussian per class for numbers, counts per class for categories. */
export interface ObserverState {
  readonly name: string;
  /**
   * Of the signed logarithm of numbers: for either class its weight, mean and sum of squared deviations, then the
   * lowest and the highest. One list, since a leaf touches all of them for each feature of each example.
   */
  readonly numbers: number[];
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

/** Where the lowest and highest number lie in `numbers`. */
const LOW = 6;
const HIGH = 7;

/** An observer that has seen nothing. */
export function createObserver(name: string): ObserverState {
  return { name, numbers: [0, 0, 0, 0, 0, 0, 0, 0], values: [], negatives: [], positives: [] };
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
    const { numbers } = observer;
    const first = weightOf(observer, 0) + weightOf(observer, 1) === 0;
    numbers[LOW] = first ? x : Math.min(numbers[LOW] ?? x, x);
    numbers[HIGH] = first ? x : Math.max(numbers[HIGH] ?? x, x);
    learnClass(numbers, 0, x, weight * (1 - label));
    learnClass(numbers, 1, x, weight * label);
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

function learnClass(numbers: number[], label: 0 | 1, x: number, weight: number): void {
  if (weight <= 0) return;
  const at = 3 * label;
  const total = (numbers[at] ?? 0) + weight;
  const before = numbers[at + 1] ?? 0;
  const mean = before + ((x - before) * weight) / total;
  numbers[at] = total;
  numbers[at + 1] = mean;
  numbers[at + 2] = (numbers[at + 2] ?? 0) + weight * (x - before) * (x - mean);
}

function weightOf({ numbers }: ObserverState, label: 0 | 1): number {
  return numbers[3 * label] ?? 0;
}

/** The split of this feature that tells most about the label, given the leaf's own counts; undefined for none. */
export function proposeSplit(
  observer: ObserverState,
  counts: readonly [number, number],
): SplitProposal | undefined {
  const { name } = observer;
  const known: [number, number] = [
    weightOf(observer, 0) + observer.negatives.reduce((sum, n) => sum + n, 0),
    weightOf(observer, 1) + observer.positives.reduce((sum, n) => sum + n, 0),
  ];
  const share = (known[0] + known[1]) / (counts[0] + counts[1]);
  let best: SplitProposal | undefined;
  const consider = (left: readonly [number, number], make: (missingLeft: boolean) => SplitTest): void => {
    const gain = Math.min(1, share) * informationGain(known, left);
    if (best !== undefined && gain <= best.gain) return;
    best = { gain, test: make(left[0] + left[1] > (known[0] + known[1]) / 2) };
  };
  const low = observer.numbers[LOW] ?? 0;
  const range = (observer.numbers[HIGH] ?? 0) - low;
  for (let i = 1; range > 0 && i <= THRESHOLDS; i++) {
    const cut = low + (range * i) / (THRESHOLDS + 1);
    const threshold = signedExp(cut);
    const left: [number, number] = [massBelow(observer, 0, cut), massBelow(observer, 1, cut)];
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

/** Weight of the examples of one class at most `cut`, were they normally distributed. */
function massBelow({ numbers }: ObserverState, label: 0 | 1, cut: number): number {
  const weight = numbers[3 * label] ?? 0;
  const mean = numbers[3 * label + 1] ?? 0;
  if (weight === 0) return 0;
  const deviation = Math.sqrt((numbers[3 * label + 2] ?? 0) / weight);
  if (!(deviation > 1e-9)) return mean <= cut ? weight : 0;
  return weight * normalCdf((cut - mean) / deviation);
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

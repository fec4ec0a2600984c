import { signedExp, signedLog } from '../feature/scale.ts';
import { collectContributions } from './contributions.ts';
import { informationGain } from './leaf-observer.ts';
import { labelValue, logOdds, sigmoid } from './log-odds.ts';
import type { Explanation, Features, FeatureValue } from './online-model.ts';
import { routeLeft, type SplitTest } from './split-test.ts';

/** A node of a decision tree: a leaf when `test` is null. */
export interface DecisionNode {
  readonly test: SplitTest | null;
  /** Positions of the children; 0 for a leaf. */
  readonly left: number;
  readonly right: number;
  /** Share of positive labels, shrunk to that of the parent. */
  readonly probability: number;
  readonly count: number;
}

/** A trained tree; plain JSON, the root first. */
export interface DecisionTree {
  readonly nodes: readonly DecisionNode[];
}

/** Limits of a decision tree; every one has a default. */
export interface DecisionTreeOptions {
  /** Default 6. */
  readonly maxDepth?: number;
  /** Fewest rows in a leaf; default 5. */
  readonly minLeaf?: number;
  /** A split must tell at least this many bits; default 0.001. */
  readonly minGain?: number;
}

/** One row to train on. */
export interface LabelledRow {
  readonly features: Features;
  readonly label: boolean | number;
}

const PRIOR_WEIGHT = 2;
const MOST_CATEGORIES = 64;

/**
 * Trains a decision tree on rows that fit in memory, by exact search for the split that tells most bits of the
 * label (as C4.5, Quinlan 1993, with binary splits as CART, Breiman et al. 1984): every threshold of every
 * number, every category against the rest; what is missing goes with the larger side.
 *
 * Time: O(features · rows · log rows · depth). For streams use {@link createHoeffdingTree}.
 *
 * @example
 * const rows = Array.from({ length: 40 }, (_, i) => ({ features: { age: i }, label: i >= 18 }));
 * const tree = trainDecisionTree(rows);
 * predictDecisionTree(tree, { age: 30 }); // > 0.9
 */
export function trainDecisionTree(
  rows: readonly LabelledRow[],
  options: DecisionTreeOptions = {},
): DecisionTree {
  const { maxDepth = 6, minLeaf = 5, minGain = 0.001 } = options;
  const nodes: DecisionNode[] = [];
  const names = [...new Set(rows.flatMap(({ features }) => Object.keys(features)))].sort((a, b) =>
    a < b ? -1 : 1,
  );

  const grow = (some: readonly LabelledRow[], depth: number, prior: number): number => {
    const [negative, positive] = countLabels(some);
    const probability = (positive + PRIOR_WEIGHT * prior) / (negative + positive + PRIOR_WEIGHT);
    const at = nodes.push({ test: null, left: 0, right: 0, probability, count: some.length }) - 1;
    if (depth >= maxDepth || negative === 0 || positive === 0) return at;
    const best = names
      .flatMap((name) => bestSplit(some, name, minLeaf) ?? [])
      .reduce<Split | undefined>((a, b) => (a !== undefined && a.gain >= b.gain ? a : b), undefined);
    if (best === undefined || best.gain < minGain) return at;
    const { test } = best;
    const goesLeft = (row: LabelledRow): boolean => routeLeft(test, ownValue(row.features, test.name));
    const left = grow(some.filter(goesLeft), depth + 1, probability);
    const right = grow(
      some.filter((row) => !goesLeft(row)),
      depth + 1,
      probability,
    );
    nodes[at] = { test, left, right, probability, count: some.length };
    return at;
  };
  const [negative, positive] = countLabels(rows);
  grow(rows, 0, rows.length === 0 ? 0.5 : positive / (negative + positive));
  return { nodes };
}

/** P(label) of one example. */
export function predictDecisionTree(tree: DecisionTree, features: Features): number {
  return pathOf(tree, features).at(-1)?.probability ?? 0.5;
}

/** Why: each test on the path gives the change of log-odds from node to child (Saabas 2014). */
export function explainDecisionTree(tree: DecisionTree, features: Features): Explanation {
  const path = pathOf(tree, features);
  const contributions = collectContributions((add) => {
    let before = 0;
    path.forEach((node, i) => {
      const now = logOdds(node.probability);
      add(path[i - 1]?.test?.name ?? '(bias)', now - before);
      before = now;
    });
  });
  const total = logOdds(path.at(-1)?.probability ?? 0.5);
  return { prediction: sigmoid(total), total, unit: 'log-odds', contributions };
}

interface Split {
  readonly test: SplitTest;
  readonly gain: number;
}

function bestSplit(rows: readonly LabelledRow[], name: string, minLeaf: number): Split | undefined {
  const known = rows
    .map(({ features, label }) => ({ value: ownValue(features, name), label: labelValue(label) }))
    .filter(({ value }) => value !== null && value !== undefined && !Number.isNaN(value));
  const numbers = known.flatMap(({ value, label }) =>
    typeof value === 'number' ? [{ x: signedLog(value), label }] : [],
  );
  const whole: [number, number] = [0, 0];
  for (const { label } of known) addTo(whole, label);
  const share = known.length / rows.length;
  let best: Split | undefined;
  const consider = (left: readonly [number, number], make: (missingLeft: boolean) => SplitTest): void => {
    const size = left[0] + left[1];
    if (size < minLeaf || known.length - size < minLeaf) return;
    const gain = share * informationGain(whole, left);
    if (best === undefined || gain > best.gain) best = { gain, test: make(size > known.length / 2) };
  };

  numbers.sort((a, b) => a.x - b.x);
  const below: [number, number] = [0, 0];
  numbers.forEach(({ x, label }, i) => {
    addTo(below, label);
    const next = numbers[i + 1]?.x;
    if (next === undefined || next === x) return;
    const threshold = signedExp((x + next) / 2);
    consider(below, (missingLeft) => ({ kind: 'number', name, threshold, missingLeft }));
  });
  const byCategory = new Map<string, [number, number]>();
  for (const { value, label } of known) {
    if (typeof value === 'number') continue;
    const counts = byCategory.get(String(value)) ?? [0, 0];
    addTo(counts, label);
    if (byCategory.size < MOST_CATEGORIES || byCategory.has(String(value)))
      byCategory.set(String(value), counts);
  }
  for (const [value, counts] of byCategory)
    consider(counts, (missingLeft) => ({ kind: 'category', name, value, missingLeft }));
  return best;
}

function pathOf(tree: DecisionTree, features: Features): DecisionNode[] {
  const path: DecisionNode[] = [];
  for (let node = tree.nodes[0]; node !== undefined; ) {
    path.push(node);
    if (node.test === null) break;
    node = tree.nodes[routeLeft(node.test, ownValue(features, node.test.name)) ? node.left : node.right];
  }
  return path;
}

function ownValue(features: Features, name: string): FeatureValue {
  return Object.hasOwn(features, name) ? features[name] : undefined;
}

function countLabels(rows: readonly LabelledRow[]): [number, number] {
  const counts: [number, number] = [0, 0];
  for (const { label } of rows) addTo(counts, labelValue(label));
  return counts;
}

function addTo(counts: [number, number], label: number): void {
  counts[0] += 1 - label;
  counts[1] += label;
}

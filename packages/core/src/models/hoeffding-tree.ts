import { collectContributions } from './contributions.ts';
import { createObserver, learnObserver, type ObserverState, proposeSplit } from './leaf-observer.ts';
import { labelValue, logOdds, sigmoid } from './log-odds.ts';
import type { ExplainableModel, Features } from './online-model.ts';
import { routeLeft, type SplitTest } from './split-test.ts';

/** A node of the tree: a leaf while `test` is null. */
export interface TreeNode {
  readonly depth: number;
  /** Weight of negative and positive labels seen here. */
  readonly counts: [number, number];
  /** Probability with which the node began: that of its parent. */
  readonly prior: number;
  test: SplitTest | null;
  /** Positions of the children; 0 for a leaf. */
  left: number;
  right: number;
  /** What a leaf has seen of each feature; emptied when it splits or the tree is full. */
  observers: ObserverState[];
  /** Weight at the last attempt to split. */
  tried: number;
}

/** State of a tree: its nodes, the root first. */
export interface HoeffdingTreeState {
  readonly nodes: TreeNode[];
}

/** Settings of a Hoeffding tree; every one has a default. */
export interface HoeffdingTreeOptions {
  /** Examples in a leaf between attempts to split; default 100. */
  readonly grace?: number;
  /** Probability of splitting on the wrong feature that is tolerated; default 0.05. */
  readonly delta?: number;
  /** Below this Hoeffding bound the best split is taken even if the next is as good; default 0.15. */
  readonly tie?: number;
  /** Default 8. */
  readonly maxDepth?: number;
  /** Default 127. */
  readonly maxNodes?: number;
  /** Features a leaf observes, first come first served; default 48. */
  readonly maxFeatures?: number;
}

/** Labels' worth of trust in the parent's probability. */
const PRIOR_WEIGHT = 8;

/** The tree's own learning, with a weight per example (for bagging). */
export interface WeightedTree extends ExplainableModel<HoeffdingTreeState, Features, boolean | number> {
  learnWeighted(state: HoeffdingTreeState, input: Features, label: boolean | number, weight: number): void;
  /** Learns as `learnOne` does, by the path that `predictOne` has just found for the same state and input. */
  learnPredicted(state: HoeffdingTreeState, input: Features, label: boolean | number): void;
}

/**
 * Hoeffding tree (VFDT: Domingos and Hulten, KDD 2000) with Gaussian observers of numbers: a leaf splits when
 * the best split's information gain beats the second best (or not splitting) by ε = √(ln(1/δ)/(2n)), or ε is
 * below `tie`. Leaves answer the share of positive labels, shrunk to their parent's.
 *
 * State: at most `maxNodes` nodes; a leaf keeps about 150 bytes for each of at most `maxFeatures` features.
 * Explanation: each test on the path gives the change of log-odds from node to child (Saabas 2014).
 *
 * @example
 * const model = createHoeffdingTree();
 * const state = model.create();
 * for (let i = 0; i < 2000; i++) model.learnOne(state, { price: i % 100 }, i % 100 < 30);
 * model.predictOne(state, { price: 5 }); // > 0.9
 */
export function createHoeffdingTree(options: HoeffdingTreeOptions = {}): WeightedTree {
  const { grace = 100, delta = 0.05, tie = 0.15 } = options;
  const { maxDepth = 8, maxNodes = 127, maxFeatures = 48 } = options;

  /** From the root to the leaf of the input in hand. */
  const path: TreeNode[] = [];
  let length = 0;

  const route = ({ nodes }: HoeffdingTreeState, input: Features): TreeNode => {
    length = 0;
    for (let node = nodes[0]; node !== undefined; ) {
      path[length++] = node;
      const { test } = node;
      if (test === null) return node;
      node = nodes[routeLeft(test, input[test.name]) ? node.left : node.right];
    }
    throw new Error(
      'a Hoeffding tree state has no root, or a child is missing: it was not made by this model',
    );
  };
  /** Learns along the path found last. */
  const learnRouted = (
    state: HoeffdingTreeState,
    input: Features,
    { value, weight }: { readonly value: number; readonly weight: number },
  ): void => {
    for (let i = 0; i < length; i++) {
      const counts = path[i]?.counts;
      if (counts === undefined) continue;
      counts[0] += weight * (1 - value);
      counts[1] += weight * value;
    }
    const leaf = path[length - 1];
    if (leaf === undefined) return;
    if (leaf.depth >= maxDepth || state.nodes.length + 2 > maxNodes) {
      if (leaf.observers.length > 0) leaf.observers = [];
      return;
    }
    learnObservers(leaf.observers, input, { value, weight, maxFeatures });
    const seen = leaf.counts[0] + leaf.counts[1];
    if (seen - leaf.tried < grace) return;
    leaf.tried = seen;
    if (leaf.counts[0] > 0 && leaf.counts[1] > 0) trySplit(state, leaf, { delta, tie });
  };
  const learnWeighted: WeightedTree['learnWeighted'] = (state, input, label, weight) => {
    route(state, input);
    learnRouted(state, input, { value: labelValue(label), weight });
  };

  return {
    name: 'hoeffding-tree',
    version: 2,
    create: () => ({ nodes: [createNode(0, 0.5)] }),
    predictOne: (state, input) => nodeProbability(route(state, input)),
    learnOne(state, input, label) {
      learnWeighted(state, input, label, 1);
      return state;
    },
    learnWeighted,
    learnPredicted: (state, input, label) =>
      learnRouted(state, input, { value: labelValue(label), weight: 1 }),
    explainOne(state, input) {
      const leaf = route(state, input);
      const contributions = collectContributions((add) => {
        let before = 0;
        path.slice(0, length).forEach((node, i) => {
          const now = logOdds(nodeProbability(node));
          add(path[i - 1]?.test?.name ?? '(bias)', now - before);
          before = now;
        });
      });
      const total = logOdds(nodeProbability(leaf));
      return { prediction: sigmoid(total), total, unit: 'log-odds', contributions };
    },
  };
}

function createNode(depth: number, prior: number): TreeNode {
  return { depth, counts: [0, 0], prior, test: null, left: 0, right: 0, observers: [], tried: 0 };
}

/** Share of positive labels, shrunk to the probability the node began with. */
function nodeProbability(node: TreeNode): number {
  const [negative, positive] = node.counts;
  return (positive + PRIOR_WEIGHT * node.prior) / (negative + positive + PRIOR_WEIGHT);
}

function learnObservers(
  observers: ObserverState[],
  input: Features,
  example: { readonly value: number; readonly weight: number; readonly maxFeatures: number },
): void {
  let hint = 0;
  for (const name in input) {
    // Examples mostly name their features in the same order: look there first.
    let observer = observers[hint]?.name === name ? observers[hint] : undefined;
    observer ??= observers.find((known) => known.name === name);
    if (observer === undefined) {
      if (observers.length >= example.maxFeatures || name.length > 200) continue;
      observer = createObserver(name);
      observers.push(observer);
    }
    learnObserver(observer, input[name], example.value, example.weight);
    hint++;
  }
}

function trySplit(
  state: HoeffdingTreeState,
  leaf: TreeNode,
  { delta, tie }: { readonly delta: number; readonly tie: number },
): void {
  const splits = leaf.observers
    .flatMap((observer) => proposeSplit(observer, leaf.counts) ?? [])
    .sort((a, b) => b.gain - a.gain || (a.test.name < b.test.name ? -1 : 1));
  const [best, second] = splits;
  if (best === undefined) return;
  const seen = leaf.counts[0] + leaf.counts[1];
  const epsilon = Math.sqrt(Math.log(1 / delta) / (2 * seen));
  const lead = best.gain - Math.max(0, second?.gain ?? 0);
  if (best.gain <= epsilon / 4 || (lead <= epsilon && epsilon >= tie)) return;
  const prior = nodeProbability(leaf);
  leaf.test = best.test;
  leaf.left = state.nodes.push(createNode(leaf.depth + 1, prior)) - 1;
  leaf.right = state.nodes.push(createNode(leaf.depth + 1, prior)) - 1;
  leaf.observers = [];
}

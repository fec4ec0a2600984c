import { type AdwinState, createAdwin } from '../drift/adwin.ts';
import { hashText, mixHash } from '../feature/hash-slot.ts';
import { collectContributions } from './contributions.ts';
import { createHoeffdingTree, type HoeffdingTreeOptions, type HoeffdingTreeState } from './hoeffding-tree.ts';
import { labelValue, logOdds, sigmoid } from './log-odds.ts';
import type { ExplainableModel, Features } from './online-model.ts';

/** One tree of the bag, its watch, and the tree that grows behind it after an alarm. */
export interface BaggedTree {
  tree: HoeffdingTreeState;
  readonly watch: AdwinState;
  /** Grows from an alarm on; takes the tree's place only once it has done better. */
  behind: HoeffdingTreeState | null;
  /** Log losses of both since the alarm, and how many. */
  losses: [number, number];
  since: number;
}

/** State of the bag. */
export interface AdaptiveBaggingState {
  readonly members: BaggedTree[];
  /** State of the generator of weights. */
  seed: number;
  /** Alarms and replacements so far. */
  alarms: number;
  replaced: number;
}

/** Settings of the bag; every one has a default. */
export interface AdaptiveBaggingOptions {
  /** Default 10. */
  readonly trees?: number;
  /** Mean of the Poisson weight of an example in each tree (leveraging bagging); default 4. */
  readonly weight?: number;
  /** Share of features that each tree may see, by hash of tree and name; default 0.5. */
  readonly featureShare?: number;
  /** Default 1. */
  readonly seed?: number;
  readonly tree?: HoeffdingTreeOptions;
}

/** Examples for which a tree and the one behind it are compared. */
const COMPARED = 300;

/**
 * Adaptive bagging of Hoeffding trees: Poisson weights (Oza and Russell 2001; leveraging bagging, Bifet et al.
 * 2010), random subspaces and ADWIN on each tree's error with a tree growing behind after an alarm (adaptive
 * random forest, Gomes et al. 2017). Nothing is dropped before its successor has proved better.
 *
 * Answers the mean of the trees' log-odds. State: `trees` times that of a Hoeffding tree, at most twice.
 *
 * @example
 * const model = createAdaptiveBagging({ trees: 3 });
 * const state = model.create();
 * for (let i = 0; i < 1000; i++) model.learnOne(state, { plan: i % 2 ? 'pro' : 'free' }, i % 2 === 1);
 * model.predictOne(state, { plan: 'pro' }); // > 0.8
 */
export function createAdaptiveBagging(
  options: AdaptiveBaggingOptions = {},
): ExplainableModel<AdaptiveBaggingState, Features, boolean | number> {
  const { trees = 10, weight = 4, featureShare = 0.5, seed = 1 } = options;
  const model = createHoeffdingTree({ tie: 0.1, delta: 0.01, ...options.tree });
  const adwin = createAdwin({ alarmOn: 'rise' });
  const nothing = Math.exp(-weight);

  /** The features that tree `index` may see; the same ones for ever. */
  const view = (input: Features, index: number): Features => {
    const seen: Record<string, Features[string]> = Object.create(null);
    for (const name in input) {
      const draw = (mixHash(hashText(name) ^ mixHash(index + 1 + seed * 1009)) >>> 0) / 4294967296;
      if (draw < featureShare) seen[name] = input[name];
    }
    return seen;
  };
  const score = (state: AdaptiveBaggingState, input: Features): number => {
    let sum = 0;
    state.members.forEach(({ tree }, index) => {
      sum += logOdds(model.predictOne(tree, view(input, index)));
    });
    return sum / state.members.length;
  };
  return {
    name: 'adaptive-bagging',
    version: 2,
    create: () => ({
      members: Array.from({ length: trees }, () => ({
        tree: model.create(),
        watch: adwin.create(),
        behind: null,
        losses: [0, 0] as [number, number],
        since: 0,
      })),
      seed,
      alarms: 0,
      replaced: 0,
    }),
    predictOne: (state, input) => sigmoid(score(state, input)),
    learnOne(state, input, label) {
      const value = labelValue(label);
      state.members.forEach((member, index) => {
        const seen = view(input, index);
        const predicted = model.predictOne(member.tree, seen);
        if (adwin.watchOne(member.watch, Math.abs(predicted - value))) {
          state.alarms++;
          if (member.behind === null)
            Object.assign(member, { behind: model.create(), losses: [0, 0], since: 0 });
        }
        const times = drawPoisson(state, nothing);
        if (times > 0) model.learnWeighted(member.tree, seen, value, times);
        if (member.behind === null) return;
        member.losses[0] += logLoss(predicted, value);
        member.losses[1] += logLoss(model.predictOne(member.behind, seen), value);
        if (times > 0) model.learnWeighted(member.behind, seen, value, times);
        if (++member.since < COMPARED) return;
        const better = member.losses[1] < member.losses[0];
        if (better) state.replaced++;
        Object.assign(member, { tree: better ? member.behind : member.tree, behind: null });
      });
      return state;
    },
    explainOne(state, input) {
      const total = score(state, input);
      const contributions = collectContributions((add) => {
        state.members.forEach(({ tree }, index) => {
          for (const { name, amount } of model.explainOne(tree, view(input, index)).contributions)
            add(name, amount / state.members.length);
        });
      });
      return { prediction: sigmoid(total), total, unit: 'log-odds', contributions };
    },
  };
}

/** A Poisson number by Knuth's products of uniforms, from the seed kept in the state. */
function drawPoisson(state: AdaptiveBaggingState, nothing: number): number {
  let product = 1;
  for (let drawn = 0; ; drawn++) {
    state.seed = (state.seed + 0x6d2b79f5) | 0;
    product *= (mixHash(state.seed) >>> 0) / 4294967296;
    if (product <= nothing) return drawn;
  }
}

function logLoss(probability: number, label: number): number {
  const p = Math.min(Math.max(probability, 1e-6), 1 - 1e-6);
  return -(label * Math.log(p) + (1 - label) * Math.log(1 - p));
}

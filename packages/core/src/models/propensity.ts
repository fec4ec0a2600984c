import { createDriftWatch, type DriftWatchState } from '../drift/drift-watch.ts';
import { createFeatureEncoder, type EncoderOptions, type EncoderState } from '../feature/encode-features.ts';
import { createSparseVector, type SparseVector } from '../feature/sparse-vector.ts';
import { type BaseRateState, createBaseRate } from './base-rate.ts';
import { type CalibrationState, createCalibration } from './calibration.ts';
import { collectContributions } from './contributions.ts';
import { createFtrlLearner, type FtrlState } from './ftrl.ts';
import { createHoeffdingTree, type HoeffdingTreeState } from './hoeffding-tree.ts';
import { labelValue, logOdds, sigmoid } from './log-odds.ts';
import { createLogisticLearner, type LogisticState } from './logistic-regression.ts';
import { createMixer, type MixerState } from './mixer.ts';
import { createNeuralNetLearner, type NeuralNetState } from './neural-net.ts';
import type { ExplainableModel, Features } from './online-model.ts';
import { createPairLearner } from './pair-learner.ts';

/** State of the propensity model: that of each expert and of what joins them. */
export interface PropensityState {
  readonly encoder: EncoderState;
  readonly linear: FtrlState;
  readonly tracking: LogisticState;
  readonly pairs: FtrlState;
  readonly net: NeuralNetState;
  readonly tree: HoeffdingTreeState;
  readonly base: BaseRateState;
  readonly mixer: MixerState;
  readonly calibration: CalibrationState;
  /** Alarms raised because losses grew, newest last; the rates were raised each time, nothing was reset. */
  readonly drift: DriftWatchState;
}

/** Settings of the propensity model; the defaults are meant to be kept. */
export interface PropensityOptions {
  /** Decides the net's first weights; default 1. */
  readonly seed?: number;
}

const ENCODER: EncoderOptions = { encoding: 'binned', bits: 14, bins: 12, maxColumns: 256 };
/** The experts, and the mixer's first trust in each. */
const EXPERTS = ['linear', 'tracking', 'pairs', 'net', 'tree', 'base rate', 'recent rate'] as const;
/** The same, as plain text to look names up in. */
const NAMES: readonly string[] = EXPERTS;
const FIRST_TRUST = [0.25, 0.05, 0.25, 0.25, 0.2, 0, 0];
/** What a drift alarm does to the learning rates. */
const ALARM_FACTOR = 1.5;

/**
 * Predicts whether something will happen from mixed features: numbers, categories, booleans, missing values, in
 * any order. This is the model to start with.
 *
 * One encoding (z-score of the signed logarithm, 12 quantile bins, hashed categories, missing marks) feeds four
 * experts: FTRL-Proximal, constant-rate SGD that tracks drift, FTRL on all pairs of categories and bins, and a
 * small neural net; a Hoeffding tree reads the features as they are. A logistic mixer weighs them and the base rates; Platt scaling calibrates the result; ADWIN
 * watches the loss and raises the learning rates when it grows. Explanations follow the same chain back, so
 * contributions of features sum to the log-odds.
 *
 * State: about 130,000 numbers (0.26 MB of JSON when empty, 0.6 MB typically, 2.8 MB when every slot is in use),
 * and 3.3 kB per numeric feature.
 *
 * @example
 * const model = createPropensityModel();
 * const state = model.create();
 * for (let i = 0; i < 200; i++) {
 *   const label = i % 4 === 0;
 *   model.learnOne(state, { pages: label ? 9 : 2, source: label ? 'mail' : 'ad', age: undefined }, label);
 * }
 * model.predictOne(state, { pages: 9, source: 'mail' }); // > 0.8
 * model.explainOne(state, { pages: 9, source: 'mail' }).contributions[0]; // { name: 'pages', amount: … }
 */
export function createPropensityModel(
  options: PropensityOptions = {},
): ExplainableModel<PropensityState, Features, boolean | number> {
  const encoder = createFeatureEncoder(ENCODER);
  const linear = createFtrlLearner({ bits: ENCODER.bits });
  const tracking = createLogisticLearner({ optimiser: 'sgd', rate: 0.1, bits: ENCODER.bits });
  const pairs = createPairLearner();
  const net = createNeuralNetLearner({ seed: options.seed ?? 1, bits: ENCODER.bits });
  const tree = createHoeffdingTree();
  const base = createBaseRate();
  const mixer = createMixer({ experts: EXPERTS, start: FIRST_TRUST });
  const calibration = createCalibration({ rate: 0.02 });
  const watch = createDriftWatch();
  /** Encoded inputs, used again for every example: one to predict and learn from, one to explain. */
  const plain = createSparseVector();
  const named = createSparseVector('named');
  const scores = new Array<number>(EXPERTS.length).fill(0);
  const mixture = { scores };
  /** What is learned from and what is watched, used again like the above: fresh objects would cost more than some experts. */
  const outcome = { score: 0, label: 0 };
  const watched = { probability: 0, baseRate: 0, label: 0 };

  /** Fills `scores` from the encoded input. The recent rate says only how it differs from the whole one. */
  const score = (state: PropensityState, input: Features, encoded: SparseVector): number => {
    const rate = logOdds(state.base.rate);
    scores[0] = linear.score(state.linear, encoded);
    scores[1] = tracking.score(state.tracking, encoded);
    scores[2] = pairs.score(state.pairs, encoded);
    scores[3] = net.score(state.net, encoded);
    scores[4] = logOdds(tree.predictOne(state.tree, input));
    scores[5] = rate;
    scores[6] = logOdds(state.base.recent) - rate;
    return mixer.score(state.mixer, mixture);
  };
  return {
    name: 'propensity',
    version: 3,
    create: () => ({
      encoder: encoder.create(),
      linear: linear.create(),
      tracking: tracking.create(),
      pairs: pairs.create(),
      net: net.create(),
      tree: tree.create(),
      base: base.create(),
      mixer: mixer.create(),
      calibration: calibration.create(),
      drift: watch.create(),
    }),
    predictOne(state, input) {
      encoder.encode(state.encoder, input, plain, 'read');
      return calibration.predictOne(state.calibration, score(state, input, plain));
    },
    learnOne(state, input, label) {
      encoder.encode(state.encoder, input, plain, 'learn');
      const mixed = score(state, input, plain);
      watched.probability = calibration.predictOne(state.calibration, mixed);
      watched.baseRate = state.base.recent;
      watched.label = labelValue(label);
      outcome.label = watched.label;
      calibration.learnPredicted(state.calibration, mixed, watched);
      outcome.score = mixed;
      mixer.learnScored(state.mixer, mixture, outcome);
      outcome.score = scores[0] ?? 0;
      linear.learn(state.linear, plain, outcome);
      outcome.score = scores[1] ?? 0;
      tracking.learn(state.tracking, plain, outcome);
      outcome.score = scores[2] ?? 0;
      pairs.learn(state.pairs, plain, outcome);
      outcome.score = scores[3] ?? 0;
      net.learn(state.net, plain, outcome);
      tree.learnPredicted(state.tree, input, outcome.label);
      watch.watchOne(state.drift, watched, () => {
        linear.raiseRate(state.linear, ALARM_FACTOR);
        tracking.raiseRate(state.tracking, ALARM_FACTOR);
        pairs.raiseRate(state.pairs, ALARM_FACTOR);
        net.raiseRate(state.net, ALARM_FACTOR);
      });
      base.learnOne(state.base, undefined, outcome.label);
      return state;
    },
    explainOne(state, input) {
      encoder.encode(state.encoder, input, named, 'read');
      const mixed = score(state, input, named);
      const total = calibration.score(state.calibration, mixed);
      // The mix is scaled by the calibration's slope, and each expert by the mixer's weight (and its clipping).
      const slope = mixed === 0 ? 1 : (total - state.calibration.intercept) / mixed;
      const shares = mixer.explainOne(state.mixer, mixture).contributions;
      const contributions = collectContributions((add) => {
        add('(bias)', state.calibration.intercept);
        for (const { name, amount } of shares) {
          const of = scores[NAMES.indexOf(name)] ?? 0;
          const attributed = attribute(state, input, name);
          if (attributed === undefined || of === 0) add(`(${name.replace(/[()]/g, '')})`, amount * slope);
          else attributed((feature, part) => add(feature, (part / of) * amount * slope));
        }
      });
      return { prediction: sigmoid(total), total, unit: 'log-odds', contributions };
    },
  };

  /** How an expert explains its own score; undefined for those that read no features. */
  function attribute(
    state: PropensityState,
    input: Features,
    expert: string,
  ): ((add: (name: string, amount: number) => void) => void) | undefined {
    switch (expert) {
      case 'linear':
        return (add) => linear.attribute(state.linear, named, add);
      case 'tracking':
        return (add) => tracking.attribute(state.tracking, named, add);
      case 'pairs':
        return (add) => pairs.attribute(state.pairs, named, add);
      case 'net':
        return (add) => net.attribute(state.net, named, add);
      case 'tree':
        return (add) => {
          for (const { name, amount } of tree.explainOne(state.tree, input).contributions) add(name, amount);
        };
      default:
        return undefined;
    }
  }
}

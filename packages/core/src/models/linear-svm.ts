import type { Encoding } from '../feature/encode-features.ts';
import type { SparseVector } from '../feature/sparse-vector.ts';
import { type CalibrationState, createCalibration } from './calibration.ts';
import type { ExplainableModel, Features } from './online-model.ts';
import { createFeatureModel, type EncodedState, type SparseLearner } from './sparse-learner.ts';

/** State of a linear SVM: one weight a slot, kept as `scale · direction` so that shrinking all is one product. */
export interface LinearSvmState {
  readonly direction: number[];
  scale: number;
  count: number;
  /** Turns margins into log-odds. */
  readonly calibration: CalibrationState;
}

/** Settings of the SVM; every one has a default. */
export interface LinearSvmOptions {
  /** Regularisation λ; default 1e-4. */
  readonly lambda?: number;
  /** 2^bits slots; default 14. */
  readonly bits?: number;
}

/** The first step is this long: 1/(λ·t₀) with t₀ = 1/(λ·FIRST_STEP) (Bottou 2012). */
const FIRST_STEP = 0.1;
/** Below this the scale is multiplied into the weights, long before it could underflow. */
const SMALLEST_SCALE = 1e-6;

/**
 * Linear support vector machine by Pegasos (Shalev-Shwartz, Singer, Srebro 2007): each step shrinks all weights
 * by 1 − ηλ and, where the hinge loss max(0, 1 − y·w·x) is not 0, adds η·y·x, with η = 1/(λ(t + t₀)).
 */
export function createLinearSvmLearner(options: LinearSvmOptions = {}): SparseLearner<LinearSvmState> {
  const { lambda = 1e-4, bits = 14 } = options;
  const delay = 1 / (lambda * FIRST_STEP);
  const calibration = createCalibration();
  const margin = (state: LinearSvmState, input: SparseVector): number => {
    let sum = 0;
    for (let i = 0; i < input.size; i++)
      sum += (state.direction[input.slots[i] ?? 0] ?? 0) * (input.values[i] ?? 0);
    return sum * state.scale;
  };
  return {
    create: () => ({
      direction: new Array<number>(2 ** bits).fill(0),
      scale: 1,
      count: 0,
      calibration: calibration.create(),
    }),
    score: (state, input) => calibration.score(state.calibration, margin(state, input)),
    learn(state, input, { label }) {
      const before = margin(state, input);
      calibration.learnOne(state.calibration, before, label);
      const sign = label >= 0.5 ? 1 : -1;
      state.count++;
      const step = 1 / (lambda * (state.count + delay));
      state.scale *= 1 - step * lambda;
      if (state.scale < SMALLEST_SCALE) {
        state.direction.forEach((weight, slot) => {
          state.direction[slot] = weight * state.scale;
        });
        state.scale = 1;
      }
      if (sign * before >= 1) return;
      let squared = 0;
      for (let i = 0; i < input.size; i++) squared += (input.values[i] ?? 0) ** 2;
      // Past 1/|x|² times what the margin lacks, the step would overshoot its own example.
      const length = Math.min(step, (1 - sign * before) / squared) * sign;
      for (let i = 0; i < input.size; i++) {
        const slot = input.slots[i] ?? 0;
        state.direction[slot] =
          (state.direction[slot] ?? 0) + (length * (input.values[i] ?? 0)) / state.scale;
      }
    },
    attribute(state, input, add) {
      const total = margin(state, input);
      const scored = calibration.score(state.calibration, total) - state.calibration.intercept;
      const share = total === 0 ? 0 : (scored / total) * state.scale;
      add('(bias)', state.calibration.intercept);
      for (let i = 0; i < input.size; i++)
        add(
          input.names?.[i] ?? '',
          share * (state.direction[input.slots[i] ?? 0] ?? 0) * (input.values[i] ?? 0),
        );
    },
    /** η = 1/(λ(t + t₀)): an earlier t is a longer step. */
    raiseRate(state, factor) {
      state.count = Math.max(0, Math.floor((state.count + delay) / factor - delay));
    },
  };
}

/**
 * P(label) from mixed features by a linear SVM with Platt calibration of its margin. Good where classes can be
 * told apart by a line and few examples lie near it; {@link createFtrlModel} is the better first choice.
 *
 * State: one number a slot (default 16,384), and about 3.3 kB per numeric feature.
 *
 * @example
 * const model = createLinearSvm();
 * const state = model.create();
 * for (let i = 0; i < 2000; i++) model.learnOne(state, { plan: i % 2 ? 'pro' : 'free' }, i % 2 === 1);
 * model.predictOne(state, { plan: 'pro' }); // > 0.8
 */
export function createLinearSvm(
  options: LinearSvmOptions & { readonly encoding?: Encoding } = {},
): ExplainableModel<EncodedState<LinearSvmState>, Features, boolean | number> {
  const { bits = 14, encoding = 'binned' } = options;
  return createFeatureModel(
    {
      name: 'linear-svm',
      version: 1,
      encoder: { encoding, bits, bins: 12, maxColumns: 256 },
      answers: 'probability',
    },
    createLinearSvmLearner({ ...options, bits }),
  );
}

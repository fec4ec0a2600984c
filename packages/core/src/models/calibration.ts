import { labelValue, sigmoid } from './log-odds.ts';
import type { ExplainableModel } from './online-model.ts';

/** State of an online calibration: slope and intercept, with their sums of squared gradients. */
export interface CalibrationState {
  slope: number;
  intercept: number;
  slopeSquares: number;
  interceptSquares: number;
}

/** What a calibration answered, and what came. */
export interface CalibrationOutcome {
  readonly probability: number;
  /** From 0 to 1. */
  readonly label: number;
}

/** A calibration also answers its log-odds. */
export interface Calibration extends ExplainableModel<CalibrationState, number, boolean | number> {
  score(state: CalibrationState, score: number): number;
  /** Learns as `learnOne` does, from what `predictOne` has just answered for the same state and score. */
  learnPredicted(state: CalibrationState, score: number, outcome: CalibrationOutcome): void;
}

const FIRST_SQUARES = 10;
const SCORE_LIMIT = 30;

/**
 * Online Platt scaling (Platt 1999, by AdaGrad): p = σ(slope · log-odds + intercept), starting from the identity.
 * Put behind any classifier whose probabilities are too bold or too timid (an SVM's margin, naive Bayes).
 *
 * State: 4 numbers. Input: log-odds, or any margin.
 *
 * @example
 * const model = createCalibration();
 * const state = model.create();
 * // A model that always says 95 % and is right half the time:
 * for (let i = 0; i < 2000; i++) model.learnOne(state, 3, i % 2 === 0);
 * model.predictOne(state, 3); // about 0.5
 */
export function createCalibration(options: { readonly rate?: number } = {}): Calibration {
  const { rate = 0.1 } = options;
  const clip = (score: number): number => Math.min(Math.max(score, -SCORE_LIMIT), SCORE_LIMIT);
  const calibrated = (state: CalibrationState, score: number): number =>
    state.slope * clip(score) + state.intercept;
  const learnPredicted: Calibration['learnPredicted'] = (state, score, { probability, label }) => {
    const error = probability - label;
    const forSlope = error * clip(score);
    state.slopeSquares += forSlope * forSlope;
    state.interceptSquares += error * error;
    state.slope = Math.max(0, state.slope - (rate * forSlope) / Math.sqrt(state.slopeSquares));
    state.intercept -= (rate * error) / Math.sqrt(state.interceptSquares);
  };
  return {
    name: 'calibration',
    version: 1,
    create: () => ({
      slope: 1,
      intercept: 0,
      slopeSquares: FIRST_SQUARES,
      interceptSquares: FIRST_SQUARES,
    }),
    score: calibrated,
    predictOne: (state, score) => sigmoid(calibrated(state, score)),
    learnOne(state, score, label) {
      const probability = sigmoid(calibrated(state, score));
      learnPredicted(state, score, { probability, label: labelValue(label) });
      return state;
    },
    learnPredicted,
    explainOne(state, score) {
      const total = calibrated(state, score);
      const contributions = [
        { name: 'score', amount: state.slope * clip(score) },
        { name: '(bias)', amount: state.intercept },
      ].sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
      return { prediction: sigmoid(total), total, unit: 'log-odds', contributions };
    },
  };
}

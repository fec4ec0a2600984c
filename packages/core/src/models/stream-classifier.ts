import { createWindow, learnWindow, type WindowState, withWindow } from '../feature/window.ts';
import type { ExplainableModel, Features } from './online-model.ts';
import { createPropensityModel, type PropensityOptions, type PropensityState } from './propensity.ts';

/** State of a stream classifier: the window and the model behind it. */
export interface StreamClassifierState {
  readonly window: WindowState;
  readonly model: PropensityState;
}

/** Settings of a stream classifier. */
export interface StreamClassifierOptions extends PropensityOptions {
  /**
   * Earlier labels to look at, in examples back. The default holds the last three, a day of hours, of half hours,
   * and a week of half hours: name your own rhythm if you know it.
   */
  readonly lags?: readonly number[];
  /** Lengths of windows over which each number is averaged as a further feature; default none. */
  readonly means?: readonly number[];
}

const DEFAULT_LAGS = [1, 2, 3, 24, 48, 336];

/**
 * Predicts the next label of **one series in time order** (a market, a sensor, one user's days): the propensity
 * model on the features, the labels some steps back, and the change of each number since the example before.
 * In such series the last label is worth more than all features; always compare with repeating it
 * ({@link kappaTemporal}).
 *
 * Made for labels that are known before the next example. Where they come later, "one step back" would mean one thing
 * when predicting and another when learning: put what was known at the time into the features yourself.
 *
 * State: that of the propensity model, `max(lags)` labels, one number per feature.
 *
 * @example
 * const model = createStreamClassifier({ lags: [1, 2] });
 * const state = model.create();
 * for (let i = 0; i < 300; i++) model.learnOne(state, {}, i % 2 === 0); // turn and turn about
 * model.predictOne(state, {}); // > 0.9: the last was false, so the next is true
 */
export function createStreamClassifier(
  options: StreamClassifierOptions = {},
): ExplainableModel<StreamClassifierState, Features, boolean | number> {
  const window = { lags: options.lags ?? DEFAULT_LAGS, means: options.means ?? [] };
  const model = createPropensityModel(options);
  return {
    name: 'stream-classifier',
    version: 3,
    create: () => ({ window: createWindow(window), model: model.create() }),
    predictOne: (state, input) => model.predictOne(state.model, withWindow(window, state.window, input)),
    learnOne(state, input, label) {
      model.learnOne(state.model, withWindow(window, state.window, input), label);
      learnWindow(window, state.window, { input, label });
      return state;
    },
    explainOne: (state, input) => model.explainOne(state.model, withWindow(window, state.window, input)),
  };
}

/**
 * What a model reads: a named number, a category, or nothing (`null` and `undefined` mean "unknown", never 0).
 */
export type FeatureValue = number | string | boolean | null | undefined;

/** Named inputs of one example; the order of the names never matters. */
export type Features = Readonly<Record<string, FeatureValue>>;

/** How much one feature moved one prediction, in the unit in which contributions sum to the prediction. */
export interface Contribution {
  /** The feature as the caller named it, or the model's own term (`(bias)`, an expert, a neighbour). */
  readonly name: string;
  /** Signed amount; all contributions of one explanation sum to its `total` (to float rounding). */
  readonly amount: number;
}

/** Why one prediction is what it is. */
export interface Explanation {
  /** What was predicted, as `predictOne` answers it. */
  readonly prediction: number;
  /** The sum of all contributions: the prediction itself, or its log-odds or logarithm where `unit` says so. */
  readonly total: number;
  /** The unit of `total` and of every `amount`. */
  readonly unit: 'probability' | 'log-odds' | 'log-probability' | 'value';
  /** Largest absolute amount first. */
  readonly contributions: readonly Contribution[];
}

/**
 * A model as a set of pure-by-contract functions over plain state (after river's `predict_one`/`learn_one`).
 *
 * - `State` is JSON-safe: plain objects, arrays, finite numbers, strings, booleans, null; a JSON round trip
 *   continues bit for bit. Its size is bounded whatever it is fed.
 * - `learnOne` updates the state **in place** and returns it: one update must cost microseconds, and a copy
 *   would cost more than the update. Whoever needs the old state copies it first (`structuredClone`).
 * - `predictOne` never changes the state and answers finite numbers for any finite input.
 * - Deterministic: randomness comes from a seed kept in the state.
 */
export interface OnlineModel<State, Input, Prediction, Label> {
  /** Kebab-case name, also stored beside predictions. */
  readonly name: string;
  /** Raised when the meaning of the state changes; a state of another version is refused by the store. */
  readonly version: number;
  /** A state that has learned nothing. */
  create(): State;
  /** Predicts before the label is known. */
  predictOne(state: State, input: Input): Prediction;
  /** Learns from one labelled example, in place; returns the same state. */
  learnOne(state: State, input: Input, label: Label): State;
}

/** An {@link OnlineModel} that predicts a number and can say why. */
export interface ExplainableModel<State, Input, Label> extends OnlineModel<State, Input, number, Label> {
  /** Contributions that sum to the prediction. */
  explainOne(state: State, input: Input): Explanation;
}

/**
 * An {@link OnlineModel} that answers many numbers at once (a probability for each page, a score for each item) and
 * can say of each why it is what it is.
 */
export interface ItemisedModel<State, Input, Prediction, Label, Part>
  extends OnlineModel<State, Input, Prediction, Label> {
  /** Contributions that sum to what is predicted of one part: a page, an item, a tag. */
  explainOne(state: State, input: Input, part: Part): Explanation;
}

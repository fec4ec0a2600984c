import type { OnlineModel } from '../models/online-model.ts';

/** Mean losses after one pass over the training rows. */
export interface CurvePoint {
  readonly pass: number;
  readonly trainLoss: number;
  readonly validationLoss: number;
}

/**
 * Mean loss on the training and the validation rows after each pass. A validation loss that turns up while the
 * training loss goes on down says to stop there: the model has begun to learn the rows by heart.
 */
export function learningCurve<State, Input, Prediction, Label>(
  model: OnlineModel<State, Input, Prediction, Label>,
  rows: {
    readonly train: readonly { readonly input: Input; readonly label: Label }[];
    readonly validation: readonly { readonly input: Input; readonly label: Label }[];
  },
  loss: (prediction: Prediction, label: Label) => number,
  passes: number,
): CurvePoint[] {
  let state = model.create();
  const meanLoss = (some: readonly { readonly input: Input; readonly label: Label }[]): number =>
    some.reduce((sum, { input, label }) => sum + loss(model.predictOne(state, input), label), 0) /
    some.length;
  return Array.from({ length: passes }, (_, i) => {
    for (const { input, label } of rows.train) state = model.learnOne(state, input, label);
    return { pass: i + 1, trainLoss: meanLoss(rows.train), validationLoss: meanLoss(rows.validation) };
  });
}

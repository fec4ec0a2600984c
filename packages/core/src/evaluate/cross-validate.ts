import type { OnlineModel } from '../models/online-model.ts';
import { createSeededRandom } from '../statistics/seeded-random.ts';

/** Row numbers to learn from and to score on. */
export interface Fold {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** Cuts `count` rows into `k` folds after a seeded shuffle: for rows that do not depend on one another. */
export function kFolds(count: number, k: number, seed = 1): Fold[] {
  const random = createSeededRandom(seed);
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const [a = 0, b = 0] = [order[i], order[j]];
    order[i] = b;
    order[j] = a;
  }
  return Array.from({ length: k }, (_, fold) => ({
    train: order.filter((_, i) => i % k !== fold).sort((a, b) => a - b),
    test: order.filter((_, i) => i % k === fold).sort((a, b) => a - b),
  }));
}

/**
 * Cuts `count` rows in time order into `k` folds that learn from all the past and score the next block: for
 * events, where learning from the future would flatter the model.
 */
export function timeFolds(count: number, k: number): Fold[] {
  const rows = Array.from({ length: count }, (_, i) => i);
  const edge = (block: number): number => Math.floor((block * count) / (k + 1));
  return Array.from({ length: k }, (_, fold) => ({
    train: rows.slice(0, edge(fold + 1)),
    test: rows.slice(edge(fold + 1), edge(fold + 2)),
  }));
}

/** One scored row of a cross validation. */
export interface CrossValidated<Prediction, Label> {
  readonly row: number;
  readonly fold: number;
  readonly prediction: Prediction;
  readonly label: Label;
}

/** Learns each fold's training rows, `passes` times over in order, and predicts its test rows. */
export function crossValidate<State, Input, Prediction, Label>(
  model: OnlineModel<State, Input, Prediction, Label>,
  rows: readonly { readonly input: Input; readonly label: Label }[],
  folds: readonly Fold[],
  passes = 1,
): CrossValidated<Prediction, Label>[] {
  return folds.flatMap(({ train, test }, fold) => {
    let state = model.create();
    for (let pass = 0; pass < passes; pass++) {
      for (const row of train) {
        const example = rows[row];
        if (example) state = model.learnOne(state, example.input, example.label);
      }
    }
    return test.flatMap((row) => {
      const example = rows[row];
      if (!example) return [];
      return [{ row, fold, prediction: model.predictOne(state, example.input), label: example.label }];
    });
  });
}

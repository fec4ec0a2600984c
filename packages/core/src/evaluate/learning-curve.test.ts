import { describe, expect, it } from 'vitest';
import { createLogisticRegression } from '../models/logistic-regression.ts';
import { learningCurve } from './learning-curve.ts';
import { logLossOne } from './log-loss.ts';

describe('learningCurve', () => {
  it('shows training loss falling while validation loss on noise rises', () => {
    // Every row has a name of its own: it can be learned by heart and tells nothing about others.
    const rows = (from: number) =>
      Array.from({ length: 40 }, (_, i) => ({
        input: { user: `u${from + i}`, all: 'x' },
        label: i % 4 === 0,
      }));
    const curve = learningCurve(
      createLogisticRegression({ rate: 1 }),
      { train: rows(0), validation: rows(100) },
      (prediction, label) => logLossOne(label, prediction),
      8,
    );
    expect(curve.map(({ pass }) => pass)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const [first, last] = [curve[0], curve[7]];
    expect(last?.trainLoss).toBeLessThan((first?.trainLoss ?? 0) / 2);
    expect(last?.validationLoss).toBeGreaterThan(last?.trainLoss ?? 0);
  });
});

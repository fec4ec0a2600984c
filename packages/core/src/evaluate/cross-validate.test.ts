import { describe, expect, it } from 'vitest';
import { createBaseRate } from '../models/base-rate.ts';
import { crossValidate, kFolds, timeFolds } from './cross-validate.ts';

describe('kFolds', () => {
  it('tests every row exactly once and never on what was learned', () => {
    const folds = kFolds(23, 5);
    const tested = folds.flatMap(({ test }) => test).sort((a, b) => a - b);
    expect(tested).toEqual(Array.from({ length: 23 }, (_, i) => i));
    for (const { train, test } of folds) expect(train.filter((row) => test.includes(row))).toEqual([]);
  });
});

describe('timeFolds', () => {
  it('learns from the past only', () => {
    expect(timeFolds(8, 3)).toEqual([
      { train: [0, 1], test: [2, 3] },
      { train: [0, 1, 2, 3], test: [4, 5] },
      { train: [0, 1, 2, 3, 4, 5], test: [6, 7] },
    ]);
  });
});

describe('crossValidate', () => {
  it('starts each fold from nothing', () => {
    const rows = [true, true, false, false].map((label) => ({ input: undefined, label }));
    const scored = crossValidate(createBaseRate({ predictBy: 'all' }), rows, timeFolds(4, 1));
    expect(scored).toEqual([
      { row: 2, fold: 0, prediction: 0.75, label: false },
      { row: 3, fold: 0, prediction: 0.75, label: false },
    ]);
  });
});

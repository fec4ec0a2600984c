import { describe, expect, it } from 'vitest';
import { accuracy, countConfusion, f1, precision, recall } from './confusion.ts';

const labels = [true, true, true, false, false];
const probabilities = [0.9, 0.5, 0.4, 0.6, 0.1];

describe('countConfusion', () => {
  it('predicts the positive class from the threshold on', () => {
    expect(countConfusion(labels, probabilities)).toEqual({
      truePositives: 2,
      falsePositives: 1,
      trueNegatives: 1,
      falseNegatives: 1,
    });
  });

  it('reads 1 and 0 as true and false', () => {
    expect(countConfusion([1, 1, 1, 0, 0], probabilities)).toEqual(countConfusion(labels, probabilities));
  });
});

describe('accuracy, precision, recall, F1', () => {
  it('agree with the counts', () => {
    expect(accuracy(labels, probabilities)).toBeCloseTo(3 / 5);
    expect(precision(labels, probabilities)).toBeCloseTo(2 / 3);
    expect(recall(labels, probabilities)).toBeCloseTo(2 / 3);
    expect(f1(labels, probabilities)).toBeCloseTo(2 / 3);
  });

  it('answer 0, not NaN, when nothing is predicted positive', () => {
    expect(precision([true], [0.1])).toBe(0);
    expect(recall([false], [0.1])).toBe(0);
    expect(f1([false], [0.1])).toBe(0);
  });
});

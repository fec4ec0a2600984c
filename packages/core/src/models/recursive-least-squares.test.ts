import { describe, expect, it } from 'vitest';
import { createLeastSquares, learnLeastSquares, predictLeastSquares } from './recursive-least-squares.ts';

describe('recursive least squares', () => {
  it('is ridge regression, worked by hand', () => {
    const state = createLeastSquares([0], 1);
    learnLeastSquares(state, [1], 2);
    learnLeastSquares(state, [2], 5);
    // Σxy / (Σx² + 1) = (2 + 10) / (1 + 4 + 1).
    expect(state.weights[0]).toBeCloseTo(2, 12);
    expect(predictLeastSquares(state, [3])).toBeCloseTo(6, 12);
  });

  it('finds the weights of a linear relation', () => {
    const state = createLeastSquares([0, 0, 0], 1e-6);
    for (let i = 0; i < 60; i += 1) {
      const [a, b] = [(i * 7) % 11, (i * 5) % 13];
      learnLeastSquares(state, [1, a, b], 4 - 2 * a + 0.5 * b);
    }
    for (const [i, weight] of [4, -2, 0.5].entries()) expect(state.weights[i]).toBeCloseTo(weight, 5);
  });

  it('starts from the prior', () => {
    expect(predictLeastSquares(createLeastSquares([1, 2], 10), [3, 4])).toBe(11);
  });
});

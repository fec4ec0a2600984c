import { describe, expect, it } from 'vitest';
import { EXTREME_FEATURES } from '../models/online-model.contract.ts';
import { encodeExamples, explainBounded, gradientSum, predictBounded } from './bounded-linear.ts';

const BITS = 6;
const EXAMPLES = [
  { features: { pages: 9, source: 'mail' }, label: true },
  { features: { pages: 1, source: 'ad' }, label: false },
  { features: { pages: 4 }, label: 0.25 },
];
const WEIGHTS = Float64Array.from({ length: 2 ** BITS }, (_, slot) => Math.sin(slot));

function loss(weights: Float64Array): number {
  return EXAMPLES.reduce((sum, { features, label }) => {
    const p = predictBounded({ bits: BITS, weights: Array.from(weights) }, features);
    return sum - Number(label) * Math.log(p) - (1 - Number(label)) * Math.log(1 - p);
  }, 0);
}

describe('bounded linear models', () => {
  it('sum the gradient of the log loss, checked by finite differences', () => {
    const gradient = gradientSum(WEIGHTS, encodeExamples(EXAMPLES, BITS));
    for (let slot = 0; slot < WEIGHTS.length; slot++) {
      const up = Float64Array.from(WEIGHTS);
      const down = Float64Array.from(WEIGHTS);
      up[slot] = (up[slot] ?? 0) + 1e-5;
      down[slot] = (down[slot] ?? 0) - 1e-5;
      expect(gradient[slot]).toBeCloseTo((loss(up) - loss(down)) / 2e-5, 7);
    }
  });

  it('let no example pull harder than 1', () => {
    for (const features of EXTREME_FEATURES) {
      const gradient = gradientSum(WEIGHTS, encodeExamples([{ features, label: true }], BITS));
      expect(Math.hypot(...gradient)).toBeLessThanOrEqual(1 + 1e-9);
    }
  });

  it('explain a prediction by contributions that sum to it', () => {
    const state = { bits: BITS, weights: Array.from(WEIGHTS) };
    for (const features of [...EXTREME_FEATURES, ...EXAMPLES.map((example) => example.features)]) {
      const { total, contributions, prediction } = explainBounded(state, features);
      expect(contributions.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(total, 9);
      expect(prediction).toBe(predictBounded(state, features));
    }
  });
});

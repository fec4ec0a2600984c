import { describe, expect, it } from 'vitest';
import { brier, logLoss, logLossOne } from './log-loss.ts';

describe('logLoss', () => {
  it('gives the figure of scikit-learn for its own example', () => {
    // log_loss(["spam", "ham", "ham", "spam"], [[.1, .9], [.9, .1], [.8, .2], [.35, .65]])
    expect(logLoss([1, 0, 0, 1], [0.9, 0.1, 0.2, 0.65])).toBeCloseTo(0.21616187468057912, 12);
  });

  it('is the logarithm of 2 for saying one half', () => {
    expect(logLossOne(true, 0.5)).toBeCloseTo(Math.LN2, 12);
  });

  it('stays finite for a certainty that was wrong', () => {
    expect(logLossOne(1, 0)).toBeCloseTo(-Math.log(1e-6), 10);
  });
});

describe('brier', () => {
  it('gives the figure of scikit-learn for its own example', () => {
    expect(brier([0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3])).toBeCloseTo(0.0375, 12);
  });
});

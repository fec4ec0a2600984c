import { describe, expect, it } from 'vitest';
import { kappa, kappaTemporal } from './kappa.ts';

describe('kappa', () => {
  it('gives the figure of scikit-learn for its own example', () => {
    const y1 = ['negative', 'positive', 'negative', 'neutral', 'positive'];
    const y2 = ['negative', 'positive', 'negative', 'neutral', 'negative'];
    expect(kappa(y1, y2)).toBeCloseTo(0.6875, 12);
  });

  it('is 0 when both sides know one class only', () => {
    expect(kappa([1, 1], [1, 1])).toBe(0);
  });
});

describe('kappaTemporal', () => {
  const actual = [0, 0, 1, 1, 0];

  it('is 0 for repeating the last label', () => {
    expect(kappaTemporal(actual, [0, 0, 0, 1, 1])).toBe(0);
  });

  it('is 1 for being always right', () => {
    expect(kappaTemporal(actual, actual)).toBe(1);
  });

  it('is negative for doing worse than repeating', () => {
    expect(kappaTemporal(actual, [1, 1, 0, 0, 1])).toBeCloseTo(-1.5, 12);
  });
});

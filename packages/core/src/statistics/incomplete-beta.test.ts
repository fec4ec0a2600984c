import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incompleteBeta } from './incomplete-beta.ts';

describe('incompleteBeta', () => {
  // Right-hand sides: scipy.special.betainc.
  it.each([
    [0.4, 2, 3, 0.5247999999999999],
    [0.1, 0.5, 0.5, 0.20483276469913345],
    [0.42, 200, 300, 0.8196010664172663],
    [0.33, 1e4, 2e4, 0.11020551912742219],
  ])('agrees with scipy at x=%f a=%f b=%f', (x, a, b, expected) => {
    expect(incompleteBeta(x, a, b)).toBeCloseTo(expected, 10);
  });

  it('keeps six digits with a hundred million trials', () => {
    expect(incompleteBeta(0.5, 5e7, 5e7)).toBeCloseTo(0.5, 6);
    expect(incompleteBeta(0.5001, 5e6, 5e6)).toBeCloseTo(0.7364553684685946, 7);
  });

  it('is 0 and 1 at and past the ends', () => {
    expect([incompleteBeta(-1, 2, 2), incompleteBeta(0, 2, 2), incompleteBeta(1, 2, 2)]).toEqual([0, 0, 1]);
  });

  it('mirrors: I_x(a, b) = 1 - I_(1-x)(b, a)', () => {
    const shape = fc.double({ min: 0.1, max: 1_000, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), shape, shape, (x, a, b) => {
        expect(incompleteBeta(x, a, b)).toBeCloseTo(1 - incompleteBeta(1 - x, b, a), 9);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScale, learnScale, SCALE_LIMIT, scaleOne, signedLog } from './scale.ts';

describe('signedLog', () => {
  it('is odd, and 0 at 0', () => {
    expect(signedLog(Math.E - 1)).toBeCloseTo(1);
    expect(signedLog(1 - Math.E)).toBeCloseTo(-1);
    expect(signedLog(0)).toBe(0);
  });
});

describe('scaleOne', () => {
  it('is the example of its documentation', () => {
    const scale = createScale();
    for (const x of [0, 10, 100]) learnScale(scale, x);
    const logs = [0, Math.log(11), Math.log(101)];
    const mean = logs.reduce((sum, x) => sum + x, 0) / 3;
    const deviation = Math.sqrt(logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 3);
    expect(scaleOne(scale, 10)).toBeCloseTo((Math.log(11) - mean) / deviation, 12);
  });

  it('is 0 while nothing varies', () => {
    const scale = createScale();
    expect(scaleOne(scale, 7)).toBe(0);
    for (let i = 0; i < 5; i++) learnScale(scale, 0.1);
    expect(scaleOne(scale, 0.1)).toBe(0);
  });

  it('never leaves ±5, whatever finite numbers come', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.array(finite), finite, (seen, x) => {
        const scale = createScale();
        for (const value of seen) learnScale(scale, value);
        expect(Math.abs(scaleOne(scale, x))).toBeLessThanOrEqual(SCALE_LIMIT);
      }),
    );
  });
});

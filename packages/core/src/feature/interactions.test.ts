import { describe, expect, it } from 'vitest';
import { createFtrlModel } from '../models/ftrl.ts';
import { withInteractions } from './interactions.ts';

describe('withInteractions', () => {
  it('adds the pairs that were asked for, the example of its documentation', () => {
    expect(withInteractions({ device: 'phone', hour: 'evening' }, [['device', 'hour']])).toEqual({
      device: 'phone',
      hour: 'evening',
      'device × hour': 'phone × evening',
    });
  });

  it('is missing where either is missing', () => {
    for (const input of [{ a: 'x' }, { a: 'x', b: null }, { a: 'x', b: Number.NaN }])
      expect(withInteractions(input, [['a', 'b']])['a × b']).toBeNull();
  });

  it('lets a linear model learn what only two features together tell', () => {
    const model = createFtrlModel();
    const state = model.create();
    const cross = (a: boolean, b: boolean) => withInteractions({ a, b }, [['a', 'b']]);
    for (let i = 0; i < 1000; i++) {
      const [a, b] = [i % 2 === 0, i % 3 === 0];
      model.learnOne(state, cross(a, b), a !== b);
    }
    expect(model.predictOne(state, cross(true, false))).toBeGreaterThan(0.8);
    expect(model.predictOne(state, cross(true, true))).toBeLessThan(0.2);
  });
});

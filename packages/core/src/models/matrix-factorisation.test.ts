import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { createMatrixFactorisation } from './matrix-factorisation.ts';
import { describeOnlineModel } from './online-model.contract.ts';

describe('matrix factorisation', () => {
  it('moves a bias by the Kalman gain, worked by hand', () => {
    const model = createMatrixFactorisation({ factors: 0 });
    const state = model.create();
    model.learnOne(state, { user: 'ann', item: 'tea' }, 3);
    model.learnOne(state, { user: 'bob', item: 'mate' }, 5);
    // Mean 4; in units of the ratings' variance bob starts at .2 + .002 drift, mate at .24, noise is .62.
    // Error 5 − 4 = 1: gain 1 / (.62 + .202 + .24).
    expect(state.userRows[4]).toBeCloseTo(0.202 / 1.062, 12);
    expect(state.itemRows[4]).toBeCloseTo(0.24 / 1.062, 12);
    expect(state.userRows[5]).toBeCloseTo(0.202 * (1 - 0.202 / 1.062), 12);
  });

  it('moves every factor down the gradient of the squared error (finite differences)', () => {
    const model = createMatrixFactorisation({ factors: 3 });
    const state = model.create();
    for (const [user, item, rating] of [
      ['ann', 'tea', 5],
      ['bob', 'tea', 2],
      ['ann', 'mate', 3],
    ] as const) {
      model.learnOne(state, { user, item }, rating);
    }
    const input = { user: 'ann', item: 'tea' };
    const before = structuredClone(state);
    model.learnOne(state, input, 4);
    for (const side of ['userRows', 'itemRows'] as const) {
      const slopes = [4, 5, 6].map((at) => {
        const error = (by: number): number => {
          // The mean has moved with the rating; the step is taken from there.
          const moved = { ...structuredClone(before), mean: state.mean };
          moved[side][at] = (moved[side][at] ?? 0) + by;
          return 0.5 * (4 - model.predictOne(moved, input)) ** 2;
        };
        const moved = (state[side][at] ?? 0) - (before[side][at] ?? 0);
        return -moved / ((error(1e-5) - error(-1e-5)) / 2e-5);
      });
      // One gain for all factors of a row: the direction is the gradient's, the length the Kalman gain's.
      expect(slopes[0]).toBeGreaterThan(0);
      for (const slope of slopes) expect(slope).toBeCloseTo(slopes[0] ?? 0, 5);
    }
  });

  it('keeps the sum of squares of a row as its factors move', () => {
    const model = createMatrixFactorisation({ factors: 3 });
    const state = model.create();
    for (let n = 0; n < 5_000; n += 1)
      model.learnOne(state, { user: `u${n % 7}`, item: `i${n % 11}` }, 1 + ((n * n) % 5));
    for (const rows of [state.userRows, state.itemRows])
      for (let row = 0; row < rows.length; row += 7) {
        const squares = rows.slice(row + 4, row + 7).reduce((sum, factor) => sum + factor * factor, 0);
        expect(rows[row + 3]).toBeCloseTo(squares, 10);
      }
  });

  it('finds tastes that biases cannot express', () => {
    // Half of the users love one half of the items and hate the other; the others the reverse. All means are 3.
    const random = createSeededRandom(2);
    const draw = () => {
      const [u, i] = [Math.floor(random() * 40), Math.floor(random() * 40)];
      return { input: { user: `u${u}`, item: `i${i}` }, label: u % 2 === i % 2 ? 5 : 1 };
    };
    const errorOf = (factors: number): number => {
      const model = createMatrixFactorisation({ factors });
      const state = model.create();
      for (let n = 0; n < 8_000; n += 1) {
        const { input, label } = draw();
        model.learnOne(state, input, label);
      }
      let error = 0;
      for (let n = 0; n < 200; n += 1) {
        const { input, label } = draw();
        error += Math.abs(label - model.predictOne(state, input)) / 200;
      }
      return error;
    };
    expect(errorOf(4)).toBeLessThan(0.3);
    expect(errorOf(0)).toBeGreaterThan(1.5);
  });

  it('predicts the same whatever scale people rate on', () => {
    const run = (scale: number): number[] => {
      const model = createMatrixFactorisation({ factors: 0 });
      const state = model.create();
      const random = createSeededRandom(4);
      return Array.from({ length: 300 }, () => {
        const input = { user: `u${Math.floor(random() * 9)}`, item: `i${Math.floor(random() * 9)}` };
        const predicted = model.predictOne(state, input);
        model.learnOne(state, input, scale * (1 + Math.floor(random() * 5)));
        return predicted / scale;
      });
    };
    const [stars, shares] = [run(1), run(0.01)];
    // Only the very first row cannot know: there is no range yet.
    stars.slice(50).forEach((star, i) => {
      expect(Math.abs((shares[i + 50] ?? 0) - star)).toBeLessThan(0.15);
    });
  });

  it('does what its example says', () => {
    const model = createMatrixFactorisation();
    const state = model.create();
    for (let i = 0; i < 20; i += 1) {
      model.learnOne(state, { user: 'ann', item: 'tea' }, 5);
      model.learnOne(state, { user: 'bob', item: 'tea' }, 3);
    }
    expect(model.predictOne(state, { user: 'ann', item: 'tea' })).toBeGreaterThan(4.5);
  });
});

const model = createMatrixFactorisation({ factors: 4, maxUsers: 50, maxItems: 50 });
describeOnlineModel({
  model,
  example: (index, random) => ({
    input: { user: `u${index % 7}`, item: `i${Math.floor(random() * 9)}` },
    label: 1 + Math.floor(random() * 5),
  }),
  extremes: [
    { input: { user: '', item: '__proto__' }, label: Number.MAX_VALUE },
    { input: { user: 'constructor', item: '' }, label: -Number.MAX_VALUE },
    { input: { user: 'u1', item: 'i1' }, label: Number.MIN_VALUE },
  ],
  novel: (index) => ({ input: { user: `user ${index}`, item: `item ${index}` }, label: index % 5 }),
  novelCount: 100_000,
  maxStateChars: 30_000,
  explain: (state, input) => model.explainOne(state, input),
});

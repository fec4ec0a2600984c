import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { createCovariance, fillByRegression, learnCovariance } from './running-covariance.ts';

describe('learnCovariance', () => {
  it('keeps mean and variance of what was there', () => {
    const state = createCovariance();
    for (const x of [1, 2, 3, 6]) learnCovariance(state, [x]);
    expect(state.means[0]).toBeCloseTo(3, 12);
    expect((state.products[0] ?? 0) / 4).toBeCloseTo(3.5, 12);
    expect([state.lows[0], state.highs[0]]).toEqual([1, 6]);
  });

  it('takes in columns that appear later', () => {
    const state = createCovariance();
    learnCovariance(state, [1, undefined]);
    learnCovariance(state, [2, 10]);
    expect(state.counts.slice(0, 2)).toEqual([2, 1]);
    expect(state.means[3]).toBeCloseTo(10, 12);
  });
});

describe('fillByRegression', () => {
  it('fills the mean until it has seen enough rows', () => {
    const state = createCovariance();
    for (let i = 0; i < 10; i++) learnCovariance(state, [i, 2 * i]);
    expect(fillByRegression(state, [9, undefined])[1]).toBeCloseTo(9, 9);
  });

  it('then follows the relation, also a bent one', () => {
    const random = createSeededRandom(1);
    const state = createCovariance();
    for (let i = 0; i < 2000; i++) {
      const x = random() * 1000;
      learnCovariance(state, [x, Math.log1p(x)]);
    }
    for (const x of [50, 200, 900])
      expect(Math.abs((fillByRegression(state, [x, undefined])[1] ?? 0) - Math.log1p(x))).toBeLessThan(0.25);
  });

  it('knows only the mean when nothing else is there', () => {
    const state = createCovariance();
    for (let i = 0; i < 100; i++) learnCovariance(state, [i]);
    expect(fillByRegression(state, [undefined])[0]).toBeCloseTo(49.5, 9);
  });
});

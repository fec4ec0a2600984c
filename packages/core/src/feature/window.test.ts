import { describe, expect, it } from 'vitest';
import { createWindow, learnWindow, withWindow } from './window.ts';

const options = { lags: [1, 3] };

describe('withWindow', () => {
  it('adds earlier labels and the change of each number', () => {
    const state = createWindow(options);
    learnWindow(options, state, { input: { price: 3 }, label: true });
    expect({ ...withWindow(options, state, { price: 5 }) }).toEqual({
      'label −1': true,
      'label −3': null,
      'change of price': 2,
      price: 5,
    });
  });

  it('reaches as far back as its longest lag', () => {
    const state = createWindow(options);
    for (const label of [true, false, false, false]) learnWindow(options, state, { input: {}, label: label });
    expect(withWindow(options, state, {})['label −3']).toBe(false);
    const other = createWindow(options);
    for (const label of [false, true, false, false]) learnWindow(options, other, { input: {}, label: label });
    expect(withWindow(options, other, {})['label −3']).toBe(true);
  });

  it('keeps numeric labels as numbers, and a missing number has no change', () => {
    const state = createWindow(options);
    learnWindow(options, state, { input: { price: 3 }, label: 7.5 });
    const widened = withWindow(options, state, { price: null });
    expect(widened['label −1']).toBe(7.5);
    expect(widened['change of price']).toBeNull();
  });

  it('averages the numbers before this one', () => {
    const means = { lags: [], means: [1, 3] };
    const state = createWindow(means);
    for (const price of [1, 2, 3, 7]) learnWindow(means, state, { input: { price }, label: false });
    const widened = withWindow(means, state, { price: 0 });
    expect(widened['mean of 1 price']).toBe(7);
    expect(widened['mean of 3 price']).toBeCloseTo(4, 12);
    expect(widened['change of price']).toBe(-7);
  });

  it('stays finite between the largest numbers', () => {
    const state = createWindow(options);
    learnWindow(options, state, { input: { x: -Number.MAX_VALUE }, label: true });
    expect(withWindow(options, state, { x: Number.MAX_VALUE })['change of x']).toBe(Number.MAX_VALUE);
  });
});

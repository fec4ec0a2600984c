import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { type AdwinState, createAdwin } from './adwin.ts';

function feed(state: AdwinState, count: number, rate: number, seed: number, options = {}): boolean {
  const adwin = createAdwin(options);
  const random = createSeededRandom(seed);
  let alarmed = false;
  for (let i = 0; i < count; i++) alarmed = adwin.watchOne(state, random() < rate ? 1 : 0) || alarmed;
  return alarmed;
}

describe('createAdwin', () => {
  it('keeps count, sum and variance of its window', () => {
    const adwin = createAdwin();
    const state = adwin.create();
    const values = Array.from({ length: 100 }, (_, i) => (i % 10) / 10);
    for (const value of values) adwin.watchOne(state, value);
    expect(state.count).toBe(100);
    expect(state.sum).toBeCloseTo(45, 10);
    expect(state.squares).toBeCloseTo(
      values.reduce((sum, x) => sum + (x - 0.45) ** 2, 0),
      8,
    );
  });

  it('cuts the window where the mean jumps, and keeps the new part', () => {
    const state = createAdwin().create();
    expect(feed(state, 2000, 0.2, 1)).toBe(false);
    expect(feed(state, 500, 0.8, 2)).toBe(true);
    expect(state.sum / state.count).toBeGreaterThan(0.7);
    expect(state.count).toBeLessThan(900);
  });

  it('does not alarm where nothing changes', () => {
    const alarmed = Array.from({ length: 20 }, (_, run) => feed(createAdwin().create(), 5000, 0.2, run));
    expect(alarmed.filter(Boolean).length).toBeLessThanOrEqual(1);
  });

  it('can be told that only a rise is bad news, and still forgets the past', () => {
    const falling = createAdwin().create();
    feed(falling, 2000, 0.8, 1);
    expect(feed(falling, 500, 0.2, 2, { alarmOn: 'rise' })).toBe(false);
    expect(falling.sum / falling.count).toBeLessThan(0.3);
  });

  it('needs memory that grows only with the logarithm of the window', () => {
    const state = createAdwin().create();
    feed(state, 50_000, 0.3, 4);
    expect(state.count).toBe(50_000);
    expect(state.sums.flat().length).toBeLessThan(6 * 15);
  });
});

import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { createPageHinkley } from './page-hinkley.ts';

describe('createPageHinkley', () => {
  it('alarms as many steps after a jump as its threshold asks for', () => {
    const test = createPageHinkley();
    const state = test.create();
    for (let i = 0; i < 1000; i++) expect(test.watchOne(state, 0.1)).toBe(false);
    let steps = 1;
    while (!test.watchOne(state, 0.9)) steps++;
    // Each step adds a little less than 0.8, as the mean creeps up: 50/0.8 = 62 at least.
    expect(steps).toBeGreaterThan(62);
    expect(steps).toBeLessThan(75);
    expect(state.alarms).toBe(1);
  });

  it('says nothing about a falling mean', () => {
    const test = createPageHinkley();
    const state = test.create();
    for (let i = 0; i < 4000; i++) expect(test.watchOne(state, i < 2000 ? 0.9 : 0.1)).toBe(false);
  });

  it('rarely alarms where nothing changes', () => {
    const test = createPageHinkley();
    let alarmed = 0;
    for (let run = 0; run < 50; run++) {
      const random = createSeededRandom(run);
      const state = test.create();
      for (let i = 0; i < 5000; i++) test.watchOne(state, random() < 0.2 ? 1 : 0);
      if (state.alarms > 0) alarmed++;
    }
    expect(alarmed).toBeLessThanOrEqual(4);
  });
});

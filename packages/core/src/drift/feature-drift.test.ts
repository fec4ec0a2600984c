import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { createFeatureDrift, featureStability } from './feature-drift.ts';
import { createPageHinkley } from './page-hinkley.ts';

const watch = createFeatureDrift();

describe('createFeatureDrift', () => {
  it('sees by Page-Hinkley what falls as well as what rises', () => {
    const other = createFeatureDrift(createPageHinkley({ threshold: 20 }));
    const state = other.create();
    for (let i = 0; i < 3000; i++) other.watchOne(state, { price: i % 100, pages: i % 10 });
    expect(state.alarms).toEqual([]);
    for (let i = 0; i < 1000; i++) other.watchOne(state, { price: 200 + (i % 100), pages: 0 });
    expect(new Set(state.alarms.map(({ feature }) => feature))).toEqual(new Set(['price', 'pages']));
  });

  it('names the feature that moved, and no other', () => {
    const random = createSeededRandom(3);
    const state = watch.create();
    const visit = (shift: number) => ({
      price: random() * 100 + shift,
      source: random() < 0.5 ? 'ad' : 'mail',
      age: random() < 0.1 ? null : random() * 50,
    });
    for (let i = 0; i < 4000; i++) watch.watchOne(state, visit(0));
    expect(state.alarms).toEqual([]);
    for (let i = 0; i < 1000; i++) watch.watchOne(state, visit(80));
    expect(new Set(state.alarms.map(({ feature }) => feature))).toEqual(new Set(['price']));
    expect(state.alarms[0]?.at).toBeGreaterThan(4000);
    const [first, ...rest] = featureStability(state);
    expect(first?.name).toBe('price');
    expect(first?.stability).toBeGreaterThan(0.25);
    for (const { stability } of rest) expect(stability).toBeLessThan(0.1);
  });

  it('sees a category that becomes common, and values that go missing', () => {
    const state = watch.create();
    for (let i = 0; i < 3000; i++) watch.watchOne(state, { source: i % 3 ? 'ad' : 'mail', age: i % 40 });
    for (let i = 0; i < 2000; i++) watch.watchOne(state, { source: 'partner', age: null });
    expect(new Set(state.alarms.map(({ feature }) => feature))).toEqual(new Set(['source', 'age']));
  });

  it('stays bounded under any number of names and values', () => {
    const state = watch.create();
    for (let i = 0; i < 3000; i++) watch.watchOne(state, { [`n${i}`]: i, id: `user ${i}` });
    expect(state.features.length).toBe(64);
    expect(JSON.stringify(state).length).toBeLessThan(64 * 8_000);
  });
});

import { describe, expect, it } from 'vitest';
import { createCoOccurrence, itemBasedFilter } from './co-occurrence.ts';
import { describeOnlineModel } from './online-model.contract.ts';

const model = createCoOccurrence();

describe('co-occurrence', () => {
  it('relates the next item to the last ones, and says which, as its example does', () => {
    const state = model.create();
    model.learnOne(state, ['tent'], 'stove');
    expect(model.predictOne(state, ['tent'])).toMatchObject([{ item: 'stove', because: 'tent' }]);
  });

  it('scores as the formula says, worked by hand', () => {
    const state = model.create();
    model.learnOne(state, ['tent'], 'stove');
    // Forward weight 4 into the row of the tent, 1 back into that of the stove; the fast weights are as large, but
    // half a step of decay old: 2^(−1/10000).
    const [related] = model.predictOne(state, ['tent']);
    const slow = 4 * (4 + 5) ** -0.3 * (1 + 5) ** -0.3;
    const aged = 2 ** (-1 / 10_000);
    const fast = 0.5 * (4 * aged) * (4 * aged + 5) ** -0.3 * (aged + 5) ** -0.3;
    expect(related?.score).toBeCloseTo(slow + fast, 10);
  });

  it('counts forward pairs more than backward ones, unless it is an item-based filter', () => {
    const filter = createCoOccurrence(itemBasedFilter);
    const [directed, plain] = [model.create(), filter.create()];
    model.learnOne(directed, ['a'], 'b');
    filter.learnOne(plain, ['a'], 'b');
    const [forward, backward] = ['a', 'b'].map((item) => model.predictOne(directed, [item])[0]?.score ?? 0);
    expect(forward).toBeGreaterThan(3 * (backward ?? 0));
    const [there, back] = ['a', 'b'].map((item) => filter.predictOne(plain, [item])[0]?.score);
    expect(there).toBe(back);
  });

  it('weighs the latest item of a history most', () => {
    const state = model.create();
    model.learnOne(state, ['tent'], 'stove');
    model.learnOne(state, ['lamp'], 'bulb');
    expect(model.predictOne(state, ['tent', 'lamp'])[0]?.item).toBe('bulb');
    expect(model.predictOne(state, ['lamp', 'tent'])[0]?.item).toBe('stove');
  });

  it('does not recommend what was touched', () => {
    const state = model.create();
    model.learnOne(state, ['tent'], 'stove');
    expect(model.predictOne(state, ['tent', 'stove'])).toEqual([]);
  });
});

const small = createCoOccurrence({ maxItems: 30, maxNeighbours: 5 });
describeOnlineModel({
  model: small,
  example: (index, random) => ({
    input: [`i${index % 9}`, `i${Math.floor(random() * 9)}`],
    label: `i${Math.floor(random() * 9)}`,
  }),
  extremes: [
    { input: [], label: '' },
    { input: ['__proto__', 'constructor'], label: 'toString' },
    { input: new Array<string>(5_000).fill('same'), label: 'same' },
  ],
  novel: (index) => ({ input: [`item ${index}`, `item ${index + 1}`], label: `item ${index + 2}` }),
  novelCount: 100_000,
  maxStateChars: 20_000,
  explain: (state, input) => small.explainOne(state, input, small.predictOne(state, input)[0]?.item ?? ''),
  explained: (related) => related[0]?.score ?? 0,
});

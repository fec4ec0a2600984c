import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { encodeExamples, type LabelledFeatures, predictBounded } from './bounded-linear.ts';
import { createFederatedState, federatedAverage, trainClient } from './federated-average.ts';

const EXAMPLES: readonly LabelledFeatures[] = Array.from({ length: 200 }, (_, i) => ({
  features: { pages: i % 10, source: i % 3 === 0 ? 'mail' : 'ad' },
  label: i % 10 > 5,
}));
const tables = [
  encodeExamples(EXAMPLES.slice(0, 20), 6),
  encodeExamples(EXAMPLES.slice(20, 80), 6),
  encodeExamples(EXAMPLES.slice(80), 6),
];

describe('federatedAverage', () => {
  it('weighs updates by their examples, by hand', () => {
    const state = createFederatedState(1);
    const next = federatedAverage(state, [
      { delta: [0.4, 0], count: 1 },
      { delta: [0, 0.8], count: 3 },
    ]);
    expect(next.model.weights[0]).toBeCloseTo(0.1, 12);
    expect(next.model.weights[1]).toBeCloseTo(0.6, 12);
    expect(next.rounds).toBe(1);
  });

  it('carries momentum into the next round', () => {
    const first = federatedAverage(createFederatedState(1), [{ delta: [0.5, 0], count: 1 }]);
    const second = federatedAverage(first, [{ delta: [0, 0], count: 1 }]);
    expect(second.model.weights[0]).toBeCloseTo(0.5 + 0.8 * 0.5, 12);
  });

  it('shortens a long update to the clip and caps its weight', () => {
    const next = federatedAverage(
      createFederatedState(1),
      [
        { delta: [300, 400], count: 1e9 },
        { delta: [0, 0], count: 1 },
      ],
      { clip: 1, countCap: 1 },
    );
    expect(next.model.weights[0]).toBeCloseTo(0.3, 12);
    expect(next.model.weights[1]).toBeCloseTo(0.4, 12);
  });

  it('leaves out updates that are none', () => {
    const state = createFederatedState(1);
    const bad = [
      { delta: [1], count: 1 },
      { delta: [Number.NaN, 0], count: 1 },
      { delta: [1, 1], count: 0 },
      { delta: [1, 1], count: Infinity },
    ];
    expect(federatedAverage(state, bad)).toBe(state);
  });

  it('equals training in one place when every client takes one step', () => {
    let shared = createFederatedState(6);
    let central = createFederatedState(6);
    const all = encodeExamples(EXAMPLES, 6);
    const options = { clip: Infinity };
    for (let round = 0; round < 10; round++) {
      const { model } = shared;
      shared = federatedAverage(
        shared,
        tables.map((table) => trainClient(model, table, { steps: 1 })),
        options,
      );
      central = federatedAverage(central, [trainClient(central.model, all, { steps: 1 })], options);
    }
    shared.model.weights.forEach((weight, slot) => {
      expect(weight).toBeCloseTo(central.model.weights[slot] ?? 0, 9);
    });
  });

  it('learns from clients that keep their examples', () => {
    let server = createFederatedState(6);
    for (let round = 0; round < 20; round++) {
      const { model } = server;
      server = federatedAverage(
        server,
        tables.map((table) => trainClient(model, table)),
      );
    }
    expect(predictBounded(server.model, { pages: 9, source: 'ad' })).toBeGreaterThan(0.7);
    expect(predictBounded(server.model, { pages: 0, source: 'ad' })).toBeLessThan(0.3);
  });

  it('adds noise of the asked size to the sum', () => {
    const updates = [{ delta: new Array<number>(1024).fill(0), count: 4 }];
    const { model } = federatedAverage(createFederatedState(10), updates, {
      clip: 2,
      countCap: 4,
      noiseMultiplier: 0.5,
      random: createSeededRandom(2),
    });
    // σ = 0.5 · 2 · 4, over a total weight of 4.
    const deviation = Math.sqrt(model.weights.reduce((sum, weight) => sum + weight ** 2, 0) / 1024);
    expect(deviation).toBeCloseTo(1, 1);
  });

  it('refuses noise without a cap or a source, and examples of another size', () => {
    expect(() => federatedAverage(createFederatedState(1), [], { noiseMultiplier: 1 })).toThrow('countCap');
    const table = encodeExamples(EXAMPLES, 6);
    expect(() => trainClient(createFederatedState(4).model, table)).toThrow('4 bits, got 6');
  });

  it('gets nothing from a client without examples', () => {
    const update = trainClient(createFederatedState(2).model, encodeExamples([], 2));
    expect(update).toEqual({ delta: [0, 0, 0, 0], count: 0 });
  });
});

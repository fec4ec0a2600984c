import { describe, expect, it } from 'vitest';
import { createMarkovModel } from './markov-model.ts';
import { describeOnlineModel } from './online-model.contract.ts';
import { createSequenceMixer } from './sequence-mixer.ts';
import { sequenceModelSubject } from './symbol-sequences.fixture.ts';

describe('sequence mixer', () => {
  it('does what its example says', () => {
    const model = createSequenceMixer({ symbols: 3 });
    const state = model.create();
    for (let i = 0; i < 100; i += 1) model.learnOne(state, [0, 1], 2);
    expect(model.predictOne(state, [0, 1])[2]).toBeGreaterThan(0.85);
  });

  it('sees what orders cannot: how long a page has been repeated', () => {
    // A visitor leaves a page after exactly nine views; no context of five symbols can count to nine.
    const session = [...new Array<number>(9).fill(0), 1];
    const mixer = createSequenceMixer({ symbols: 2 });
    const markov = createMarkovModel({ symbols: 2 });
    const [mixed, counted] = [mixer.create(), markov.create()];
    for (let round = 0; round < 300; round += 1) {
      for (let i = 1; i < session.length; i += 1) {
        mixer.learnOne(mixed, session.slice(0, i), session[i] ?? 0);
        markov.learnOne(counted, session.slice(0, i), session[i] ?? 0);
      }
    }
    const nine = session.slice(0, 9);
    expect(mixer.predictOne(mixed, nine)[1]).toBeGreaterThan(0.7);
    expect(markov.predictOne(counted, nine)[1]).toBeLessThan(0.5);
  });

  it('answers the same whether or not it has just been asked', () => {
    const model = createSequenceMixer({ symbols: 4 });
    const [asked, silent] = [model.create(), model.create()];
    for (let i = 0; i < 200; i += 1) {
      const history = [i % 4, (i * 7) % 4, (i >> 3) % 4];
      model.predictOne(asked, history);
      model.learnOne(asked, history, (i * 5) % 4);
      model.learnOne(silent, history, (i * 5) % 4);
    }
    expect(JSON.stringify(asked)).toBe(JSON.stringify(silent));
  });

  it('moves its weights along the gradient that finite differences give', () => {
    const learningRate = 0.01;
    const model = createSequenceMixer({ symbols: 3, learningRate });
    const state = model.create();
    for (let i = 0; i < 50; i += 1) model.learnOne(state, [i % 3, (i * i) % 3], (i * 7 + 1) % 3);
    const before = structuredClone(state);
    const history = [1, 0];
    model.learnOne(state, history, 2);
    const step = learningRate / Math.sqrt(1 + 50 / 20_000);
    for (const part of ['pageWeights', 'confidenceWeights', 'pathWeights', 'biases'] as const) {
      const logOf = (weight: number, change: number): number => {
        const changed = structuredClone(before);
        changed[part][weight] = (changed[part][weight] ?? 0) + change;
        return Math.log(model.predictOne(changed, history)[2] ?? 0);
      };
      let moved = 0;
      for (const [i, weight] of state[part].entries()) {
        const move = weight - (before[part][i] ?? 0);
        if (move === 0) continue;
        moved += 1;
        const length = part === 'biases' ? 5 * step : step;
        expect(move / length).toBeCloseTo((logOf(i, 1e-5) - logOf(i, -1e-5)) / 2e-5, 6);
      }
      expect(moved).toBeGreaterThan(part === 'biases' ? 2 : 6);
    }
  });

  it('answers probabilities that sum to 1', () => {
    const model = createSequenceMixer({ symbols: 5 });
    const state = model.create();
    for (let i = 0; i < 100; i += 1) model.learnOne(state, [i % 5, (i * 3) % 5], (i * i) % 5);
    const sum = model.predictOne(state, [1, 3]).reduce((total, p) => total + p, 0);
    expect(sum).toBeCloseTo(1, 12);
  });
});

describeOnlineModel(
  sequenceModelSubject(createSequenceMixer({ symbols: 8, maxContexts: 200 }), {
    symbols: 8,
    novelCount: 20_000,
    maxStateChars: 150_000,
  }),
);

import { describe, expect, it } from 'vitest';
import { createMarkovModel } from './markov-model.ts';
import { describeOnlineModel } from './online-model.contract.ts';
import { sequenceModelSubject } from './symbol-sequences.fixture.ts';

describe('markov model', () => {
  it('backs off as the formula says, worked by hand', () => {
    const model = createMarkovModel({ symbols: 2, order: 1, discount: 1, expandAfter: 0 });
    const state = model.create();
    // The first example only makes the context [0]; the second is new to it, so both count it; the third is not.
    for (let i = 0; i < 3; i += 1) model.learnOne(state, [0], 1);
    // Order 0: two 1s, one distinct successor: P0(1) = (2 + 1·1/2) / (2 + 1) = 5/6.
    // Order 1: two 1s after 0: P1(1) = (2 + 1·5/6) / (2 + 1) = 17/18.
    expect(model.predictOne(state, [])[1]).toBeCloseTo(5 / 6, 12);
    expect(model.predictOne(state, [0])[1]).toBeCloseTo(17 / 18, 12);
  });

  it('explains a probability by what each order gives to it, worked by hand', () => {
    const model = createMarkovModel({ symbols: 2, order: 1, discount: 1, expandAfter: 0 });
    const state = model.create();
    for (let i = 0; i < 3; i += 1) model.learnOne(state, [0], 1);
    // P1(1) = (2 + 1·(2 + 1·1/2)/3) / 3: order 1 gives 2/3, order 0 a third of 2/3, the uniform guess a third of 1/6.
    expect(model.explainOne(state, [0], 1).contributions).toEqual([
      { name: 'order 1', amount: expect.closeTo(2 / 3, 12) },
      { name: 'order 0', amount: expect.closeTo(2 / 9, 12) },
      { name: '(uniform)', amount: expect.closeTo(1 / 18, 12) },
    ]);
  });

  it('tells histories apart that end alike', () => {
    const model = createMarkovModel({ symbols: 3 });
    const state = model.create();
    for (let i = 0; i < 200; i += 1) model.learnOne(state, [i % 2, 2], i % 2);
    expect(model.predictOne(state, [0, 2])[0]).toBeGreaterThan(0.85);
    expect(model.predictOne(state, [1, 2])[1]).toBeGreaterThan(0.85);
  });

  it('answers probabilities that sum to 1', () => {
    const model = createMarkovModel({ symbols: 5 });
    const state = model.create();
    for (let i = 0; i < 100; i += 1) model.learnOne(state, [i % 5, (i * 3) % 5], (i * i) % 5);
    const sum = model.predictOne(state, [1, 3]).reduce((total, p) => total + p, 0);
    expect(sum).toBeCloseTo(1, 12);
  });

  it('refuses a symbol outside its alphabet by name', () => {
    const model = createMarkovModel({ symbols: 3 });
    const state = model.create();
    model.learnOne(state, [0], 1);
    expect(() => model.learnOne(state, [0], 3)).toThrow('symbol 3 is not an integer from 0 to 2');
    expect(() => model.predictOne(state, [-1])).toThrow('symbol -1');
  });

  it('does what its example says', () => {
    const model = createMarkovModel({ symbols: 3 });
    const state = model.create();
    for (let i = 0; i < 50; i += 1) model.learnOne(state, [0, 1], 2);
    expect(model.predictOne(state, [0, 1])[2]).toBeGreaterThan(0.85);
  });
});

describeOnlineModel(
  sequenceModelSubject(createMarkovModel({ symbols: 8, maxContexts: 100 }), {
    symbols: 8,
    novelCount: 200_000,
    maxStateChars: 15_000,
  }),
);

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Explanation, Features, OnlineModel } from './online-model.ts';

/** One labelled example of the contract suite. */
export interface ContractExample<Input, Label> {
  readonly input: Input;
  readonly label: Label;
}

/** What the suite needs to know about one model. */
export interface ContractSubject<State, Input, Prediction, Label> {
  readonly model: OnlineModel<State, Input, Prediction, Label>;
  /** The `index`-th plausible example; may be random, from `random` only (0 ≤ x < 1). */
  example(index: number, random: () => number): ContractExample<Input, Label>;
  /** Extreme but finite examples: huge, tiny, empty, missing. */
  readonly extremes: readonly ContractExample<Input, Label>[];
  /** The `index`-th example made of names (features, items, pages) never seen before. */
  novel(index: number): ContractExample<Input, Label>;
  /** Any finite input there is; leave out when the extremes are all there is to an input. */
  readonly anything?: fc.Arbitrary<Input>;
  /** How many novel examples are learned for the memory bound. */
  readonly novelCount: number;
  /** The state's JSON may never be longer than this many characters. */
  readonly maxStateChars: number;
  /** The same input written in another order; leave out when the input has no named features. */
  reorder?(input: Input): Input;
  /** Leave out when the model cannot explain itself. */
  explain?(state: State, input: Input): Explanation;
  /** The number of a prediction that `explain` explains; by default the prediction itself. */
  explained?(prediction: Prediction): number;
}

/** The same features, named in the opposite order. */
export function reverseFeatures(features: Features): Features {
  return Object.fromEntries(Object.entries(features).reverse());
}

/** Any finite features, of a few names so that they meet again. */
export const anyFeatures: fc.Arbitrary<Features> = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'constructor', 'source', 'pages'),
  fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom('a', '', 'mail', true, false, null, undefined),
  ),
);

/** Any text: letters of all scripts, signs, faces, half characters. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.string({ unit: 'binary', maxLength: 80 }),
);

/** Examples that break careless models: every kind of value, at every size a double can have. */
export const EXTREME_FEATURES: readonly Features[] = [
  {},
  { a: 0, b: -0, c: Number.MIN_VALUE },
  { a: Number.MAX_VALUE, b: -Number.MAX_VALUE, c: 1e-300 },
  { a: 1e18, b: '', c: null, d: undefined },
  { a: 'now a category', b: true, c: false },
  { constructor: 1, ['__proto__']: 4, toString: 'x', '': 3 },
  { a: -1e-18, b: 'x'.repeat(10_000) },
];

/**
 * Every online model answers finite numbers for finite input, leaves the state alone when it predicts, is
 * deterministic, survives JSON bit for bit, stays bounded, ignores the order of names, and explains itself
 * by contributions that sum to the prediction.
 */
export function describeOnlineModel<State, Input, Prediction, Label>(
  subject: ContractSubject<State, Input, Prediction, Label>,
): void {
  const { model } = subject;
  const learn = (state: State, from: number, to: number): State => {
    const random = seededRandom(7 + from);
    let current = state;
    for (let i = from; i < to; i++) {
      const { input, label } = subject.example(i, random);
      current = model.learnOne(current, input, label);
    }
    return current;
  };

  describe(`contract of online models: ${model.name}`, () => {
    it('predicts finite numbers before it has learned anything', () => {
      const state = model.create();
      for (const { input } of subject.extremes) expectFinite(model.predictOne(state, input));
    });

    it('never answers NaN or infinity, and keeps none, whatever finite input it learns', () => {
      let state = learn(model.create(), 0, 100);
      for (let round = 0; round < 3; round++) {
        for (const { input, label } of subject.extremes) {
          expectFinite(model.predictOne(state, input));
          state = model.learnOne(state, input, label);
          expectFinite(model.predictOne(state, input));
        }
      }
      expectFinite(state);
      const { input } = subject.example(0, seededRandom(1));
      expectFinite(model.predictOne(state, input));
    });

    const { anything } = subject;
    if (anything) {
      it('answers finite numbers for any stream of finite inputs', () => {
        const stream = fc.array(fc.tuple(anything, fc.boolean()), { minLength: 1, maxLength: 40 });
        fc.assert(
          fc.property(stream, (examples) => {
            let state = model.create();
            for (const [input, which] of examples) {
              expectFinite(model.predictOne(state, input));
              // Any label will do; two of them lead the weights back and forth.
              const { label } = subject.extremes[which ? 0 : 1] ?? { label: undefined };
              if (label !== undefined) state = model.learnOne(state, input, label);
            }
            expectFinite(state);
          }),
          { numRuns: 20 },
        );
      });
    }

    it('leaves the state as it was when it predicts', () => {
      const state = learn(model.create(), 0, 100);
      const before = JSON.stringify(state);
      const random = seededRandom(3);
      for (let i = 0; i < 20; i++) model.predictOne(state, subject.example(i, random).input);
      model.predictOne(state, subject.novel(0).input);
      expect(JSON.stringify(state)).toBe(before);
    });

    it('gives the same state for the same examples', () => {
      expect(JSON.stringify(learn(model.create(), 0, 200))).toBe(
        JSON.stringify(learn(model.create(), 0, 200)),
      );
    });

    it('continues bit for bit after a JSON round trip', () => {
      const kept = learn(model.create(), 0, 200);
      // JSON.parse answers unknown data; it is exactly what was a State one line before.
      const restored = JSON.parse(JSON.stringify(kept)) as State;
      const goneOn = learn(kept, 200, 500);
      const resumed = learn(restored, 200, 500);
      expect(JSON.stringify(resumed)).toBe(JSON.stringify(goneOn));
      const { input } = subject.example(501, seededRandom(5));
      expect(model.predictOne(resumed, input)).toEqual(model.predictOne(goneOn, input));
    });

    it(`stays under ${subject.maxStateChars} characters of JSON under ${subject.novelCount} novel examples`, () => {
      let state = model.create();
      for (let i = 0; i < subject.novelCount; i++) {
        const { input, label } = subject.novel(i);
        state = model.learnOne(state, input, label);
      }
      expect(JSON.stringify(state).length).toBeLessThanOrEqual(subject.maxStateChars);
      expectFinite(model.predictOne(state, subject.novel(subject.novelCount).input));
    }, 60_000);

    const { reorder, explain } = subject;
    if (reorder) {
      it('does not care in which order features are named', () => {
        const forward = learn(model.create(), 0, 300);
        const random = seededRandom(7);
        let backward = model.create();
        for (let i = 0; i < 300; i++) {
          const { input, label } = subject.example(i, random);
          backward = model.learnOne(backward, reorder(input), label);
        }
        const probe = subject.example(301, seededRandom(9)).input;
        expectClose(model.predictOne(backward, reorder(probe)), model.predictOne(forward, probe));
      });
    }

    if (explain) {
      it('explains a prediction by contributions that sum to it', () => {
        const state = learn(model.create(), 0, 300);
        const random = seededRandom(11);
        for (let i = 0; i < 20; i++) expectExplained(subject.example(i, random).input);
        for (const { input } of subject.extremes) expectExplained(input);

        function expectExplained(input: Input): void {
          const predicted = model.predictOne(state, input);
          const explained = explain?.(state, input);
          if (!explained) throw new Error(`${model.name} explained nothing`);
          expectClose(explained.prediction, subject.explained?.(predicted) ?? predicted);
          const sum = explained.contributions.reduce((total, { amount }) => total + amount, 0);
          expect(Math.abs(sum - explained.total)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(explained.total)));
          expectClose(explained.prediction, MEANT[explained.unit](explained.total));
        }
      });
    }
  });
}

/** A seeded generator of 0 ≤ x < 1 (mulberry32), so that every run sees the same examples. */
export function seededRandom(seed: number): () => number {
  let a = seed | 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** What a sum of contributions means as a prediction, by its unit. */
const MEANT: Readonly<Record<Explanation['unit'], (total: number) => number>> = {
  probability: (total) => total,
  value: (total) => total,
  'log-odds': (total) => 1 / (1 + Math.exp(-total)),
  'log-probability': Math.exp,
};

/** Fails on the first number inside `value` that is not finite, and on values JSON would lose. */
function expectFinite(value: unknown): void {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) expect.fail(`found ${value}`);
  } else if (Array.isArray(value)) value.forEach(expectFinite);
  else if (typeof value === 'object' && value !== null) Object.values(value).forEach(expectFinite);
}

/** Deep equality with numbers equal to nine digits: sums in another order round differently. */
function expectClose(actual: unknown, wanted: unknown): void {
  if (typeof actual === 'number' && typeof wanted === 'number') {
    expect(Math.abs(actual - wanted)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(wanted)));
  } else if (Array.isArray(actual) && Array.isArray(wanted)) {
    expect(actual.length).toBe(wanted.length);
    actual.forEach((item, i) => {
      expectClose(item, wanted[i]);
    });
  } else if (typeof actual === 'object' && actual !== null && typeof wanted === 'object' && wanted !== null) {
    expect(new Set(Object.keys(actual))).toEqual(new Set(Object.keys(wanted)));
    const other = new Map(Object.entries(wanted));
    for (const [key, item] of Object.entries(actual)) expectClose(item, other.get(key));
  } else expect(actual).toEqual(wanted);
}

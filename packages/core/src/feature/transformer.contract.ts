import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyFeatures, EXTREME_FEATURES, reverseFeatures } from '../models/online-model.contract.ts';
import type { Features } from '../models/online-model.ts';
import type { Transformer } from './transformer.ts';

const rows = fc.array(anyFeatures, { minLength: 1, maxLength: 40 });
const runs = { numRuns: 40 };

/** What every transformer keeps to, over arbitrary rows; `maxStateChars` bounds the state's JSON. */
export function describeTransformer<State, Output>(
  transformer: Transformer<State, Output>,
  { maxStateChars }: { readonly maxStateChars: number },
): void {
  const learn = (state: State, from: readonly Features[]): State => {
    let current = state;
    for (const input of from) current = transformer.learnOne(current, input);
    return current;
  };
  const text = (output: Output): string => JSON.stringify(sortKeys(output));

  describe(`contract of transformers: ${transformer.name}`, () => {
    it('answers finite numbers for finite ones, and keeps none that are not', () => {
      fc.assert(
        fc.property(rows, (learned) => {
          const state = transformer.create();
          for (const input of [...learned, ...EXTREME_FEATURES]) {
            expectFinite(transformer.transformOne(state, input));
            transformer.learnOne(state, input);
          }
          expectFinite(state);
        }),
        runs,
      );
    });

    it('leaves the state as it was when it transforms', () => {
      fc.assert(
        fc.property(rows, anyFeatures, (learned, asked) => {
          const state = learn(transformer.create(), learned);
          const before = JSON.stringify(state);
          transformer.transformOne(state, asked);
          expect(JSON.stringify(state)).toBe(before);
        }),
        runs,
      );
    });

    it('goes on bit for bit after a JSON round trip, and does not care in which order features are named', () => {
      fc.assert(
        fc.property(rows, rows, anyFeatures, (learned, further, asked) => {
          const kept = learn(transformer.create(), learned);
          // JSON.parse answers unknown data; it is exactly what was a State one line before.
          const restored = JSON.parse(JSON.stringify(kept)) as State;
          const goneOn = learn(kept, further);
          const resumed = learn(restored, further);
          expect(JSON.stringify(resumed)).toBe(JSON.stringify(goneOn));
          const backward = learn(transformer.create(), [...learned, ...further].map(reverseFeatures));
          expect(text(transformer.transformOne(backward, reverseFeatures(asked)))).toBe(
            text(transformer.transformOne(goneOn, asked)),
          );
        }),
        runs,
      );
    });

    it(`stays under ${maxStateChars} characters of JSON under 20,000 names`, () => {
      const state = transformer.create();
      for (let i = 0; i < 200; i++) {
        const features: Record<string, number | string> = {};
        for (let j = 0; j < 100; j++) features[`name ${i * 100 + j}`] = j % 2 === 0 ? i : `value ${i}`;
        transformer.learnOne(state, features);
      }
      expect(JSON.stringify(state).length).toBeLessThanOrEqual(maxStateChars);
    });
  });
}

function expectFinite(found: unknown): void {
  if (typeof found === 'number') {
    if (!Number.isFinite(found)) expect.fail(`found ${found}`);
  } else if (Array.isArray(found)) found.forEach(expectFinite);
  else if (typeof found === 'object' && found !== null) Object.values(found).forEach(expectFinite);
}

function sortKeys(found: unknown): unknown {
  // Sums in another order round differently.
  if (typeof found === 'number') return Number(found.toPrecision(9));
  if (Array.isArray(found)) return found.map(sortKeys).sort();
  if (typeof found !== 'object' || found === null) return found;
  return Object.entries(found)
    .map(([key, inner]) => [key, sortKeys(inner)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

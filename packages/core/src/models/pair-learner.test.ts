import { describe, expect, it } from 'vitest';
import { createCrossedPairs, createFeatureCrosser } from '../feature/cross-features.ts';
import type { SparseVector } from '../feature/sparse-vector.ts';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { createFtrlLearner } from './ftrl.ts';
import { learnOutcome } from './learn-outcome.fixture.ts';
import { createPairLearner } from './pair-learner.ts';
import { sparseVector } from './sparse-vector.fixture.ts';

const BITS = 8;
/** Five indicators of 40, a number and the bias. */
function drawInput(random: () => number): SparseVector {
  const slots = Array.from({ length: 5 }, () => 1 + Math.floor(random() * 40));
  return sparseVector([...slots, 60, 0], [1, 1, 1, 1, 1, random(), 1]);
}

describe('createPairLearner', () => {
  it('does what FTRL-Proximal does with the pairs, to the last bit', () => {
    const learner = createPairLearner({ bits: BITS });
    const ftrl = createFtrlLearner({ rate: 0.05, bits: BITS });
    const cross = createFeatureCrosser(BITS);
    const [pairs, plain] = [learner.create(), ftrl.create()];
    const random = createSeededRandom(1);
    for (let i = 0; i < 500; i++) {
      const input = drawInput(random);
      const label = random() < 0.3 ? 1 : 0;
      const crossed = createCrossedPairs();
      cross(input, crossed);
      const slots = [...crossed.slots.slice(0, crossed.size)];
      const indicators = sparseVector(
        slots,
        slots.map(() => 1),
      );
      expect(learner.score(pairs, input)).toBe(ftrl.score(plain, indicators));
      learnOutcome(learner, pairs, { input, label });
      learnOutcome(ftrl, plain, { input: indicators, label });
      if (i % 100 !== 99) continue;
      learner.raiseRate(pairs, 1.5);
      ftrl.raiseRate(plain, 1.5);
    }
    expect(pairs).toEqual(plain);
  });

  it('learns what only two features together tell', () => {
    const learner = createPairLearner({ bits: 12 });
    const state = learner.create();
    const both = (a: number, b: number): SparseVector => sparseVector([1 + a, 3 + b, 0], [1, 1, 1]);
    for (let i = 0; i < 2_000; i++) {
      const [a, b] = [i % 2, (i >> 1) % 2];
      learnOutcome(learner, state, { input: both(a, b), label: a === b ? 0 : 1 });
    }
    expect(learner.score(state, both(0, 1))).toBeGreaterThan(1);
    expect(learner.score(state, both(1, 1))).toBeLessThan(-1);
  });

  it('names the pairs that made a score', () => {
    const learner = createPairLearner();
    const state = learner.create();
    const input = sparseVector([5, 6, 7, 0], [1, 1, 0.5, 1], ['month', 'source', 'pages', '(bias)']);
    for (let i = 0; i < 20; i++) learnOutcome(learner, state, { input, label: 1 });
    const parts: [string, number][] = [];
    learner.attribute(state, input, (name, amount) => parts.push([name, amount]));
    expect(parts).toEqual([['month × source', learner.score(state, input)]]);
  });
});

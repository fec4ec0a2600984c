import { collectContributions } from '../models/contributions.ts';
import type { Explanation, Features } from '../models/online-model.ts';
import { hashString } from '../statistics/hash-string.ts';
import { sampleNormal } from '../statistics/sample.ts';
import type { Random } from '../statistics/seeded-random.ts';
import type { BanditChoice } from './beta-bandit.ts';

/** What is known of one arm: the inverse of ridge regression's Gram matrix (row by row), and Σ reward·x. */
export interface LinearArm {
  readonly inverse: number[];
  readonly target: number[];
  pulls: number;
}

/** Arms by name; each holds `dimensions² + dimensions` numbers. */
export interface LinearBanditState {
  readonly arms: Readonly<Record<string, LinearArm>>;
}

/** How {@link createLinearBandit} reads and explores. */
export interface LinearBanditOptions {
  readonly arms: readonly string[];
  /** Features are hashed into this many slots, the last of which is the bias; default 16 (about 2 kB an arm). */
  readonly dimensions?: number;
  /** `thompson` (default) draws weights from their posterior, `ucb` adds the width of the confidence bound. */
  readonly exploration?: 'thompson' | 'ucb';
  /** Width of the exploration, in standard deviations of a reward of 0 … 1; default 0.5. */
  readonly width?: number;
}

/** A contextual bandit: which arm for this visitor? */
export interface LinearBandit {
  create(): LinearBanditState;
  /** Expected reward of every arm for this context, by ridge regression. */
  predictOne(state: LinearBanditState, context: Features): Readonly<Record<string, number>>;
  /** Why an arm's expected reward is what it is: contributions that sum to it; 0 for an unknown arm. */
  explainOne(state: LinearBanditState, context: Features, arm: string): Explanation;
  /** Chooses an arm; log its propensity for off-policy estimates. */
  choose(state: LinearBanditState, context: Features, random: Random): BanditChoice;
  /** Learns the reward (0 … 1) of the arm that was shown, in place; an unknown arm is ignored. */
  learnOne(
    state: LinearBanditState,
    context: Features,
    pull: { readonly arm: string; readonly reward: number },
  ): LinearBanditState;
}

const PROPENSITY_DRAWS = 200;
/** Numbers are clipped to this, so that one absurd value cannot own an arm. */
const LARGEST_VALUE = 5;

/**
 * Linear contextual bandit over hashed features: per arm A = I + Σxxᵀ (kept inverted by Sherman and Morrison's
 * update), b = Σrx, θ = A⁻¹b. Thompson draws θᵀx + w·√(xᵀA⁻¹x)·N(0,1), UCB adds w·√(xᵀA⁻¹x) and is certain of its
 * choice.
 *
 * Sources: Li, Chu, Langford & Schapire, WWW 2010 (LinUCB); Agrawal & Goyal, ICML 2013 (LinTS). State: `arms.length
 * · (dimensions² + dimensions)` numbers.
 *
 * @example
 * const bandit = createLinearBandit({ arms: ['video', 'text'] });
 * const state = bandit.create();
 * bandit.learnOne(state, { device: 'phone' }, { arm: 'video', reward: 1 });
 * bandit.predictOne(state, { device: 'phone' }).video > 0.5; // true
 */
export function createLinearBandit(options: LinearBanditOptions): LinearBandit {
  const { arms, dimensions = 16, exploration = 'thompson', width = 0.5 } = options;
  if (arms.length === 0) throw new RangeError('a bandit needs at least one arm, got none');
  if (!(dimensions >= 2)) throw new RangeError(`a bandit needs at least two dimensions, got ${dimensions}`);

  const scoresOf = (state: LinearBanditState, x: readonly number[]) =>
    arms.map((arm) => {
      const known = state.arms[arm];
      if (!known) return { arm, mean: 0, deviation: Math.sqrt(dot(x, x)) };
      const direction = multiply(known.inverse, x);
      return {
        arm,
        mean: dot(direction, known.target),
        deviation: Math.sqrt(Math.max(0, dot(direction, x))),
      };
    });

  return {
    create: () => ({
      arms: Object.fromEntries(
        arms.map((arm) => [arm, { inverse: identity(dimensions), target: zeros(dimensions), pulls: 0 }]),
      ),
    }),
    predictOne(state, context) {
      const scores = scoresOf(state, vectorOf(context, dimensions));
      return Object.fromEntries(scores.map(({ arm, mean }) => [arm, mean]));
    },
    explainOne(state, context, arm) {
      const known = Object.hasOwn(state.arms, arm) ? state.arms[arm] : undefined;
      const weights = known ? multiply(known.inverse, known.target) : [];
      const contributions = collectContributions((add) => {
        for (const { name, slot, amount } of termsOf(context, dimensions))
          add(name, amount * (weights[slot] ?? 0));
      });
      const total = contributions.reduce((sum, { amount }) => sum + amount, 0);
      return { prediction: total, total, unit: 'value', contributions };
    },
    choose(state, context, random) {
      const scores = scoresOf(state, vectorOf(context, dimensions));
      if (exploration === 'ucb') {
        return { arm: largest(scores, ({ mean, deviation }) => mean + width * deviation), propensity: 1 };
      }
      const draw = (): string =>
        largest(scores, ({ mean, deviation }) => mean + width * deviation * sampleNormal(random));
      const arm = draw();
      let wins = 1;
      for (let i = 0; i < PROPENSITY_DRAWS; i++) if (draw() === arm) wins++;
      return { arm, propensity: wins / (PROPENSITY_DRAWS + arms.length) };
    },
    learnOne(state, context, pull) {
      const known = Object.hasOwn(state.arms, pull.arm) ? state.arms[pull.arm] : undefined;
      if (!known) return state;
      const x = vectorOf(context, dimensions);
      const direction = multiply(known.inverse, x);
      const scale = 1 / (1 + dot(direction, x));
      const reward = Math.min(1, Math.max(0, pull.reward));
      direction.forEach((a, i) => {
        const row = i * dimensions;
        direction.forEach((b, j) => {
          known.inverse[row + j] = (known.inverse[row + j] ?? 0) - scale * a * b;
        });
        known.target[i] = (known.target[i] ?? 0) + reward * (x[i] ?? 0);
      });
      known.pulls += 1;
      return state;
    },
  };
}

interface Term {
  readonly name: string;
  readonly slot: number;
  readonly amount: number;
}

/**
 * Numbers keep their clipped value, categories and truths are 1 in the slot of `name=value`, unknown is nothing; the
 * bias comes last. Names are sorted, so that slots shared by several features sum in one order.
 */
function termsOf(context: Features, dimensions: number): Term[] {
  const terms: Term[] = [];
  for (const name of Object.keys(context).sort((a, b) => (a < b ? -1 : 1))) {
    const value = context[name];
    if (value === undefined || value === null || Number.isNaN(value)) continue;
    const numeric = typeof value === 'number';
    const slot = hashString(numeric ? name : `${name}=${value}`) % (dimensions - 1);
    terms.push({
      name,
      slot,
      amount: numeric ? Math.min(LARGEST_VALUE, Math.max(-LARGEST_VALUE, value)) : 1,
    });
  }
  terms.push({ name: '(bias)', slot: dimensions - 1, amount: 1 });
  return terms;
}

function vectorOf(context: Features, dimensions: number): number[] {
  const x = zeros(dimensions);
  for (const { slot, amount } of termsOf(context, dimensions)) x[slot] = (x[slot] ?? 0) + amount;
  return x;
}

function largest<T extends { readonly arm: string }>(
  scores: readonly T[],
  value: (score: T) => number,
): string {
  let best = '';
  let bestValue = -Infinity;
  for (const score of scores) {
    const current = value(score);
    if (current > bestValue) [best, bestValue] = [score.arm, current];
  }
  return best;
}

function multiply(matrix: readonly number[], x: readonly number[]): number[] {
  return x.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < x.length; j++) sum += (matrix[i * x.length + j] ?? 0) * (x[j] ?? 0);
    return sum;
  });
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

function zeros(size: number): number[] {
  return new Array<number>(size).fill(0);
}

function identity(size: number): number[] {
  return Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
}

import { sampleBeta } from '../statistics/sample.ts';
import type { Random } from '../statistics/seeded-random.ts';

/** What a bandit knows of one arm. */
export interface BanditArm {
  readonly pulls: number;
  /** Sum of rewards, each 0 … 1. */
  readonly reward: number;
}

/** Arms by name: a mergeable sum, bounded by the number of arms. */
export type BanditState = Readonly<Record<string, BanditArm>>;

/** A choice and the chance it had, which off-policy estimates need: log both. */
export interface BanditChoice {
  readonly arm: string;
  /** Probability with which this arm was chosen, > 0. */
  readonly propensity: number;
}

/** A fresh state for the given arms. */
export function createBanditState(arms: readonly string[]): BanditState {
  return Object.fromEntries(arms.map((arm) => [arm, { pulls: 0, reward: 0 }]));
}

/** Adds one reward (clipped to 0 … 1) to an arm; an arm the state does not have is added. */
export function foldReward(
  state: BanditState,
  pull: { readonly arm: string; readonly reward: number },
): BanditState {
  const before = Object.hasOwn(state, pull.arm) ? state[pull.arm] : undefined;
  return {
    ...state,
    [pull.arm]: {
      pulls: (before?.pulls ?? 0) + 1,
      reward: (before?.reward ?? 0) + Math.min(1, Math.max(0, pull.reward)),
    },
  };
}

/** Draws that estimate a Thompson choice's propensity; its standard error is at most 1/√(4·draws) = .025. */
const PROPENSITY_DRAWS = 400;

/**
 * Thompson sampling: draw a rate for each arm from its Beta(1 + reward, 1 + pulls − reward) and take the largest.
 * The propensity is the share of further draws the arm would win, counted with one win of each arm beforehand so
 * that it is never 0.
 *
 * Source: Thompson, Biometrika 25 (1933); Agrawal & Goyal, COLT 2012.
 *
 * @returns undefined for a state without arms
 * @example
 * const choice = chooseByThompson(createBanditState(['red', 'blue']), Math.random);
 */
export function chooseByThompson(state: BanditState, random: Random): BanditChoice | undefined {
  const arms = Object.entries(state);
  const arm = bestDraw(arms, random);
  if (arm === undefined) return undefined;
  let wins = 1;
  for (let i = 0; i < PROPENSITY_DRAWS; i++) if (bestDraw(arms, random) === arm) wins++;
  return { arm, propensity: wins / (PROPENSITY_DRAWS + arms.length) };
}

/**
 * UCB1: the arm with the largest mean + √(2 ln n / pulls), untried arms first; with `explorationRate` ε a uniformly
 * drawn arm instead, which gives every arm a propensity above 0. With ε = 0 the choice is certain and its
 * propensity 1: nothing can be learned from its log about the other arms.
 *
 * Source: Auer, Cesa-Bianchi & Fischer, Machine Learning 47 (2002).
 *
 * @returns undefined for a state without arms
 */
export function chooseByUcb(
  state: BanditState,
  random: Random,
  explorationRate = 0.05,
): BanditChoice | undefined {
  const arms = Object.entries(state);
  const total = arms.reduce((sum, [, { pulls }]) => sum + pulls, 0);
  let best: string | undefined;
  let bestBound = -Infinity;
  for (const [name, { pulls, reward }] of arms) {
    const bound = pulls === 0 ? Infinity : reward / pulls + Math.sqrt((2 * Math.log(total)) / pulls);
    if (bound > bestBound || best === undefined) [best, bestBound] = [name, bound];
  }
  if (best === undefined) return undefined;
  const explores = random() < explorationRate;
  const arm = explores ? (arms[Math.floor(random() * arms.length)]?.[0] ?? best) : best;
  const uniform = explorationRate / arms.length;
  return { arm, propensity: arm === best ? 1 - explorationRate + uniform : uniform };
}

function bestDraw(arms: readonly (readonly [string, BanditArm])[], random: Random): string | undefined {
  let best: string | undefined;
  let bestRate = -1;
  for (const [name, { pulls, reward }] of arms) {
    const rate = sampleBeta(1 + reward, 1 + pulls - reward, random);
    if (rate > bestRate) [best, bestRate] = [name, rate];
  }
  return best;
}

import { describe, expect, it } from 'vitest';
import { createSeededRandom, type Random } from '../statistics/seeded-random.ts';
import {
  type BanditChoice,
  type BanditState,
  chooseByThompson,
  chooseByUcb,
  createBanditState,
  foldReward,
} from './beta-bandit.ts';

const RATES: Readonly<Record<string, number>> = { red: 0.1, green: 0.3, blue: 0.2 };

function play(choose: (state: BanditState, random: Random) => BanditChoice | undefined, rounds: number) {
  const random = createSeededRandom(17);
  let state = createBanditState(Object.keys(RATES));
  for (let i = 0; i < rounds; i++) {
    const arm = choose(state, random)?.arm ?? '';
    state = foldReward(state, { arm, reward: random() < (RATES[arm] ?? 0) ? 1 : 0 });
  }
  return state;
}

describe('bandits over rates', () => {
  it('learn to play the best arm by Thompson sampling', () => {
    const state = play(chooseByThompson, 1_500);
    expect(state.green?.pulls).toBeGreaterThan(1_000);
  });

  it('learn to play the best arm by upper confidence bounds', () => {
    const state = play((s, random) => chooseByUcb(s, random, 0), 10_000);
    expect(state.green?.pulls).toBeGreaterThan(6_000);
  });

  it('log propensities that are the true frequencies of a Thompson choice', () => {
    const random = createSeededRandom(4);
    const state: BanditState = { a: { pulls: 20, reward: 8 }, b: { pulls: 20, reward: 6 } };
    let chosen = 0;
    let logged = 0;
    for (let i = 0; i < 1_000; i++) {
      const choice = chooseByThompson(state, random);
      if (choice?.arm !== 'a') continue;
      chosen++;
      logged += choice.propensity;
    }
    expect(Math.abs(chosen / 1_000 - logged / chosen)).toBeLessThan(0.05);
  });

  it('log propensities that are the true frequencies of an exploring UCB choice', () => {
    const random = createSeededRandom(4);
    const state: BanditState = { a: { pulls: 20, reward: 8 }, b: { pulls: 20, reward: 2 } };
    const picks = Array.from({ length: 4_000 }, () => chooseByUcb(state, random, 0.2));
    const a = picks.filter((pick) => pick?.arm === 'a');
    expect(a[0]?.propensity).toBeCloseTo(0.9, 12);
    expect(a.length / picks.length).toBeCloseTo(0.9, 1);
    expect(picks.find((pick) => pick?.arm === 'b')?.propensity).toBeCloseTo(0.1, 12);
  });

  it('try an untried arm first', () => {
    const state: BanditState = { a: { pulls: 5, reward: 5 }, b: { pulls: 0, reward: 0 } };
    expect(chooseByUcb(state, () => 0.99)?.arm).toBe('b');
  });

  it('choose nothing without arms, and add an arm they meet', () => {
    expect([chooseByThompson({}, () => 0.5), chooseByUcb({}, () => 0.5)]).toEqual([undefined, undefined]);
    expect(foldReward({}, { arm: 'constructor', reward: 7 })).toEqual({
      constructor: { pulls: 1, reward: 1 },
    });
  });
});

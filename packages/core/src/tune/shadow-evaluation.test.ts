import { describe, expect, it } from 'vitest';
import { dayMs } from '../profile/decay.ts';
import type { Draft } from '../profile/draft.ts';
import { foldTag, type InterestSlice, readTags } from '../profile/interest.ts';
import { readRelevance } from '../profile/relevance.ts';
import { createSeededRandom } from '../statistics/seeded-random.ts';
import { addToCrowd, createCrowd, crowdShares, shareInCrowd } from './crowd.ts';
import { createTouchField, foreseenTags, givenTo, judgeForeseen } from './judge-policy.ts';
import { createShadowEvaluation, type ShadowOptions } from './shadow-evaluation.ts';
import { foldShadow, readShadow, type ShadowFamily } from './shadow-family.ts';
import { tuneFamilies } from './tune-report.ts';
import { candidatePolicies, configuredPolicy, weighAmount } from './update-policy.ts';

const hour = 3_600_000;
const touch = (value: string, at: number, amount = 1) => ({ family: 'topic', value, amount, at });

/** Lets `users` live for `days`, touching once a day what `next` says; answers the tuning of their one family. */
function live(
  next: (user: number, day: number, random: () => number) => string,
  { users = 40, days = 60, ...options }: ShadowOptions & { users?: number; days?: number } = {},
) {
  const random = createSeededRandom(7);
  const evaluation = createShadowEvaluation(options);
  for (let day = 0; day < days; day++) {
    for (let user = 0; user < users; user++) {
      const at = day * dayMs + user * 60_000;
      evaluation.observe(`user ${user}`, at, [touch(next(user, day, random), at)]);
    }
  }
  evaluation.end();
  const [tuning] = tuneFamilies(evaluation.outcomes());
  if (tuning === undefined) throw new Error('nothing was judged');
  return tuning;
}

const scoreOf = (tuning: ReturnType<typeof live>, name: string) => {
  const score = tuning.scores.find(({ policy }) => policy.name === name);
  if (score === undefined) throw new Error(`there is no policy ${name}`);
  return score;
};

describe('what a policy foresees', () => {
  const halfLives = { fastMs: 7 * dayMs, slowMs: 120 * dayMs };
  const layout = {
    weightings: ['configured'],
    halfLivesMs: [halfLives.fastMs, halfLives.slowMs],
    rankBy: { place: 1, halfLifeMs: halfLives.slowMs },
  } as const;

  it('is what relevance says of the profile', () => {
    const random = createSeededRandom(3);
    const family: ShadowFamily = {};
    const interests: Draft<InterestSlice> = {};
    const crowd = createCrowd();
    for (let i = 0; i < 300; i++) {
      const at = i * 5 * hour - (i % 7) * dayMs;
      const one = touch(`t${Math.floor(30 * random() ** 2)}`, at, i % 11 === 0 ? -2 : 1 + (i % 3));
      foldShadow(family, one, layout);
      foldTag(interests, one, halfLives);
      addToCrowd(crowd, `t${Math.floor(40 * random())}`);
    }
    const now = 320 * 5 * hour;
    const mix = { count: 0.1, fast: 0.4, slow: 0.3, crowd: 0.2 };
    const field = createTouchField(readShadow(family, now, layout), crowd);
    const policy = { fast: 0, slow: 1, prior: 4, mix };
    const tags = readTags(interests, now, halfLives);
    const read = readRelevance(tags, { crowd: crowdShares(crowd, 100), mix, prior: 4 });
    expect(foreseenTags(field, policy)).toEqual(read.slice(0, 5).map(({ value }) => value));
    for (const { value, parts } of read) {
      const i = field.reading.values.indexOf(value);
      const given = givenTo(field, policy, { i, liked: shareInCrowd(crowd, value) });
      for (const part of ['count', 'fast', 'slow', 'crowd'] as const) {
        expect(given[part]).toBeCloseTo(parts[part], 10);
      }
    }
  });

  it('is judged by the place of what was touched', () => {
    const foreseen = ['a', 'b', 'c', 'd', 'e'];
    expect(judgeForeseen(foreseen, new Set(['a', 'b']))).toEqual({ hit: 1, ndcg: 1 });
    expect(judgeForeseen(foreseen, new Set(['c']))).toEqual({ hit: 1, ndcg: 0.5 });
    expect(judgeForeseen(foreseen, new Set(['z']))).toEqual({ hit: 0, ndcg: 0 });
  });
});

describe('policies in shadow', () => {
  it('judge a session by what was known before it, and only of users who were there before', () => {
    const evaluation = createShadowEvaluation();
    const at = (n: number) => n * dayMs;
    evaluation.observe('ann', at(0), [touch('tea', at(0))]);
    // Half an hour later it is another session, of which nothing was foreseen but tea.
    evaluation.observe('ann', at(0) + hour, [touch('mugs', at(0) + hour)]);
    evaluation.observe('ann', at(0) + 1.2 * hour, [touch('jam', at(0) + 1.2 * hour)]);
    evaluation.observe('ann', at(9), [touch('tea', at(9)), touch('jam', at(9), -1)]);
    evaluation.end();
    const [tuning] = tuneFamilies(evaluation.outcomes());
    expect(tuning?.sessions).toBe(2);
    expect(tuning?.scores.find(({ policy }) => policy.name === configuredPolicy)).toMatchObject({
      hitRate: 0.5,
    });
  });

  it('pick fast half-lives where tastes change, and slow ones where they do not', () => {
    // Each user likes one of forty things for a week, then another one.
    const fickle = live((user, day, random) =>
      random() < 0.2 ? `t${Math.floor(40 * random())}` : `t${(user * 7 + Math.floor(day / 6) * 13) % 40}`,
    );
    expect(fickle.pick.policy.halfLives?.fastMs).toBeLessThanOrEqual(3 * dayMs);
    expect(fickle.pick.confidence).toBeGreaterThan(0.99);
    const faithful = live((user, _day, random) => `t${(user + Math.floor(12 * random() ** 2)) % 40}`);
    expect(scoreOf(faithful, '30 d and 365 d').ndcg).toBeGreaterThan(scoreOf(faithful, '1 d and 30 d').ndcg);
    expect(scoreOf(faithful, 'plain counts').ndcg).toBeGreaterThan(scoreOf(faithful, 'fast alone').ndcg);
  });

  it('keep the configured policy where nothing is better beyond doubt', () => {
    const noise = live((_user, _day, random) => `t${Math.floor(40 * random())}`);
    expect(noise.pick.policy.name).toBe(configuredPolicy);
    const few = live((user, day) => `t${(user * 7 + Math.floor(day / 6) * 13) % 40}`, { users: 3, days: 30 });
    expect(few.sessions).toBeLessThan(200);
    expect(few.pick.policy.name).toBe(configuredPolicy);
  });

  it('learn to trust the crowd where users tell nothing of themselves', () => {
    const alike = live((_user, _day, random) => `t${Math.floor(20 * random() ** 3)}`);
    const { mix } = scoreOf(alike, configuredPolicy);
    expect(mix.crowd + mix.count).toBeGreaterThan(mix.fast);
    expect(scoreOf(alike, 'crowd alone').ndcg).toBeGreaterThan(scoreOf(alike, 'fast alone').ndcg);
    expect(Object.values(alike.crowd).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  it('hold no more users than they may', () => {
    const evaluation = createShadowEvaluation({ maxUsers: 2 });
    for (let day = 0; day < 3; day++) {
      for (const user of ['ann', 'bob', 'cyd']) {
        const at = day * dayMs + user.charCodeAt(0) * hour;
        evaluation.observe(user, at, [touch('tea', at)]);
      }
    }
    evaluation.end();
    // Whoever comes back was forgotten meanwhile, so nobody is judged.
    expect(tuneFamilies(evaluation.outcomes())).toEqual([]);
  });
});

describe('candidates', () => {
  it('have names of their own, the configured one among them', () => {
    const names = candidatePolicies().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain(configuredPolicy);
  });

  it('weigh amounts and keep their sign', () => {
    expect(
      (['configured', 'flat', 'gentle', 'steep'] as const).map((weighting) => weighAmount(-4, weighting)),
    ).toEqual([-4, -1, -2, -16]);
  });
});

import { describe, expect, it } from 'vitest';
import { createInterestModel } from './interest-model.ts';
import { describeOnlineModel } from './online-model.contract.ts';

const DAY = 86_400_000;

describe('interest model', () => {
  it('expects what a user touched, as its example says', () => {
    const model = createInterestModel();
    const state = model.create();
    model.learnOne(state, { user: 'ann', at: 0 }, 'tents');
    model.learnOne(state, { user: 'bob', at: 0 }, 'lamps');
    expect(model.predictOne(state, { user: 'ann', at: DAY })[0]?.tag).toBe('tents');
  });

  it('expects what the crowd touched of somebody unknown', () => {
    const model = createInterestModel();
    const state = model.create();
    model.learnOne(state, { user: 'ann', at: 0 }, 'tents');
    model.learnOne(state, { user: 'bob', at: 0 }, 'lamps');
    model.learnOne(state, { user: 'bob', at: 0 }, 'lamps');
    expect(model.predictOne(state, { user: 'new', at: DAY })[0]?.tag).toBe('lamps');
  });

  it('answers probabilities that sum to 1', () => {
    const model = createInterestModel();
    const state = model.create();
    for (let i = 0; i < 100; i += 1) {
      model.learnOne(state, { user: `u${i % 5}`, at: i * 0.3 * DAY }, `tag ${(i * i) % 11}`);
    }
    const expected = model.predictOne(state, { user: 'u3', at: 40 * DAY });
    expect(expected.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
  });

  it('weighs tags by their half-life and the crowd prior, worked by hand', () => {
    const model = createInterestModel({ halfLifeDays: [10] });
    const state = model.create();
    for (let i = 0; i < 4; i += 1) model.learnOne(state, { user: 'ann', at: 0 }, 'tents');
    model.learnOne(state, { user: 'bob', at: 0 }, 'lamps');
    // Four touches in a day count √4 = 2, ten days on 1; the crowd is 4 to 1. Half of the mixture is this
    // half-life, (1 + 10·0.8) / (1 + 10); the other half are related tags, of which there are none: the crowd.
    const [first] = model.predictOne(state, { user: 'ann', at: 10 * DAY });
    expect(first?.tag).toBe('tents');
    expect(first?.probability).toBeCloseTo(0.5 * (9 / 11) + 0.5 * 0.8, 12);
  });

  it('learns which half-life predicts: a fast one where tastes change every week', () => {
    const shares = sharesAfter((user, week) => `tag ${(user * 3 + week) % 12}`);
    expect(shares.fast).toBeGreaterThan(2 * shares.slow);
  });

  it('learns which half-life predicts: a slow one where tastes last and days are noise', () => {
    const shares = sharesAfter((user, week, day) =>
      (week + day) % 2 === 0 ? `tag ${user}` : `tag ${(user + week * 7 + day * 5) % 12}`,
    );
    expect(shares.slow).toBeGreaterThan(shares.fast);
  });

  it('offers tags that go with what is liked', () => {
    const model = createInterestModel();
    const state = model.create();
    for (let u = 0; u < 30; u += 1) {
      const pair = u % 2 === 0 ? ['tents', 'stoves'] : ['novels', 'pens'];
      for (const day of [0, 1]) {
        for (const tag of pair) model.learnOne(state, { user: `u${u}`, at: day * DAY }, tag);
      }
    }
    model.learnOne(state, { user: 'new', at: DAY }, 'tents');
    const order = model.predictOne(state, { user: 'new', at: 2 * DAY }).map(({ tag }) => tag);
    expect(new Set(order.slice(0, 2))).toEqual(new Set(['tents', 'stoves']));
  });
});

/** What a fast and a slow half-life are worth after forty weeks of twelve users, one touch a day. */
function sharesAfter(tagOf: (user: number, week: number, day: number) => string) {
  const model = createInterestModel({ halfLifeDays: [3, 1000] });
  const state = model.create();
  for (let week = 0; week < 40; week += 1) {
    for (let day = 0; day < 7; day += 1) {
      for (let user = 0; user < 12; user += 1) {
        model.learnOne(state, { user: `u${user}`, at: (week * 7 + day) * DAY }, tagOf(user, week, day));
      }
    }
  }
  const [fast = 0, slow = 0] = state.shares;
  return { fast, slow };
}

const model = createInterestModel({ maxUsers: 5, maxTags: 20 });
describeOnlineModel({
  model,
  example: (index, random) => ({
    input: { user: `u${index % 4}`, at: index * DAY * 0.4 },
    label: `t${Math.floor(random() * 9)}`,
  }),
  extremes: [
    { input: { user: '', at: 0 }, label: '' },
    { input: { user: '__proto__', at: 8.64e15 }, label: 'constructor' },
    { input: { user: 'u1', at: -8.64e15 }, label: 'toString' },
  ],
  novel: (index) => ({ input: { user: `user ${index}`, at: index * 1000 }, label: `tag ${index}` }),
  novelCount: 50_000,
  maxStateChars: 20_000,
  explain: (state, input) => model.explainOne(state, input, model.predictOne(state, input)[0]?.tag ?? ''),
  explained: (tags) => tags[0]?.probability ?? 0,
});

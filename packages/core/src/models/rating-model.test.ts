import { describe, expect, it } from 'vitest';
import { describeOnlineModel } from './online-model.contract.ts';
import { createRatingModel } from './rating-model.ts';

describe('rating model', () => {
  it('learns a taste in tags that holds for items never seen, as its example says', () => {
    const model = createRatingModel();
    const state = model.create();
    for (let i = 0; i < 20; i += 1) {
      model.learnOne(state, { user: 'ann', item: `comedy ${i}`, tags: ['comedy'] }, 5);
      model.learnOne(state, { user: 'ann', item: `horror ${i}`, tags: ['horror'] }, 1);
    }
    const comedy = model.predictOne(state, { user: 'ann', item: 'new', tags: ['comedy'] });
    const horror = model.predictOne(state, { user: 'ann', item: 'new', tags: ['horror'] });
    expect(comedy - horror).toBeGreaterThan(1.5);
  });

  it('follows a mood', () => {
    const model = createRatingModel();
    const state = model.create();
    // Every user has a good and a bad stretch: the last ratings tell more than the mean of all.
    for (let i = 0; i < 3_000; i += 1) {
      const user = `u${i % 10}`;
      model.learnOne(state, { user, item: `i${i % 97}` }, Math.floor(i / 200) % 2 === 0 ? 5 : 1);
    }
    // Fifteen stretches, eight of them good: the mean is 3.1, but the last one was good.
    expect(model.predictOne(state, { user: 'u3', item: 'i5' })).toBeGreaterThan(3.6);
  });

  it('answers the mean for strangers', () => {
    const model = createRatingModel();
    const state = model.create();
    for (const rating of [2, 4]) model.learnOne(state, { user: `u${rating}`, item: `i${rating}` }, rating);
    expect(model.predictOne(state, { user: 'x', item: 'y' })).toBeCloseTo(3, 0);
  });
});

const model = createRatingModel({ factors: 4, maxUsers: 20, maxItems: 20 });
describeOnlineModel({
  model,
  example: (index, random) => ({
    input: { user: `u${index % 7}`, item: `i${Math.floor(random() * 9)}`, tags: [`t${index % 3}`] },
    label: 1 + Math.floor(random() * 5),
  }),
  extremes: [
    { input: { user: '', item: '__proto__', tags: [] }, label: Number.MAX_VALUE },
    { input: { user: 'constructor', item: '', tags: ['', 'toString'] }, label: -Number.MAX_VALUE },
    { input: { user: 'u1', item: 'i1', tags: ['t1'] }, label: Number.MIN_VALUE },
  ],
  novel: (index) => ({
    input: { user: `user ${index}`, item: `item ${index}`, tags: [`tag ${index}`] },
    label: index % 5,
  }),
  novelCount: 50_000,
  maxStateChars: 30_000,
  explain: (state, input) => model.explainOne(state, input),
});

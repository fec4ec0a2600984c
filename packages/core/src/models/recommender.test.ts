import { describe, expect, it } from 'vitest';
import { describeOnlineModel } from './online-model.contract.ts';
import { createRecommender } from './recommender.ts';

const model = createRecommender();

/** A shop of campers and readers; everybody goes through their shelf in order. */
function openShop() {
  const state = model.create();
  const shelves = { camping: ['tent', 'stove', 'lamp', 'mat'], books: ['novel', 'atlas', 'diary', 'comic'] };
  for (let visitor = 0; visitor < 20; visitor += 1) {
    for (const [tag, items] of Object.entries(shelves)) {
      const history: string[] = [];
      for (const item of items) {
        model.learnOne(state, { user: `${tag} ${visitor}`, history }, { item, tags: [tag] });
        history.push(item);
      }
    }
  }
  return state;
}

const itemsOf = (recommendations: readonly { readonly item: string }[]) =>
  recommendations.map(({ item }) => item);

describe('recommender', () => {
  it('recommends what goes with the history and says with what, as its example does', () => {
    const state = model.create();
    model.learnOne(state, { user: 'ann', history: ['tent'] }, { item: 'stove', tags: ['camping'] });
    expect(model.predictOne(state, { user: 'bob', history: ['tent'] })).toMatchObject([
      { item: 'stove', reason: { kind: 'goes-with', item: 'tent' } },
    ]);
  });

  it('answers best first, without what was touched, as many as were asked for', () => {
    const answer = model.predictOne(openShop(), { user: 'new', history: ['tent'], limit: 3 });
    expect(itemsOf(answer)).toEqual(['stove', 'lamp', 'mat']);
    expect(answer.every(({ reason }) => reason.kind === 'goes-with')).toBe(true);
  });

  it('explains a score by what each part gives to it', () => {
    const request = { user: 'camping 0', history: ['tent', 'stove'], novelty: 0.2 };
    const state = openShop();
    for (const { item, score } of model.predictOne(state, request)) {
      const { total, contributions } = model.explainOne(state, request, item);
      expect(total).toBeCloseTo(score, 12);
      expect(contributions.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(score, 12);
    }
    const names = model.explainOne(state, request, 'lamp').contributions.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['goes with stove', 'similar users', 'popularity', 'tags']));
  });

  it('starts cold with what is popular now', () => {
    const state = openShop();
    for (let i = 0; i < 5; i += 1) model.learnOne(state, { user: `x${i}`, history: [] }, { item: 'atlas' });
    const [first] = model.predictOne(state, { user: 'new', history: [], limit: 1 });
    expect(first).toMatchObject({ item: 'atlas', reason: { kind: 'popular' } });
  });

  it('recommends nothing before it has seen anything', () => {
    expect(model.predictOne(model.create(), { user: 'new', history: ['tent'] })).toEqual([]);
  });

  it('prefers what was rated well', () => {
    const state = model.create();
    for (let i = 0; i < 30; i += 1) {
      model.learnOne(state, { user: `u${i}`, history: ['tent'] }, { item: 'good', rating: 5 });
      model.learnOne(state, { user: `v${i}`, history: ['tent'] }, { item: 'bad', rating: 1 });
    }
    expect(itemsOf(model.predictOne(state, { user: 'new', history: ['tent'] }))).toEqual(['good', 'bad']);
  });

  it('mixes shelves when asked for diversity', () => {
    const state = openShop();
    const history = ['tent', 'novel', 'stove'];
    const tagsShown = (diversity: number) => {
      const shown = itemsOf(model.predictOne(state, { user: 'new', history, limit: 2, diversity }));
      return new Set(shown.map((item) => (['lamp', 'mat'].includes(item) ? 'camping' : 'books'))).size;
    };
    expect(tagsShown(0)).toBe(1);
    expect(tagsShown(0.6)).toBe(2);
  });

  it('brings up what is rarer when asked for novelty', () => {
    const state = model.create();
    for (let i = 0; i < 20; i += 1)
      model.learnOne(state, { user: `u${i}`, history: ['tent'] }, { item: 'hit' });
    for (let i = 0; i < 4; i += 1)
      model.learnOne(state, { user: `v${i}`, history: ['tent'] }, { item: 'find' });
    const first = (novelty: number) =>
      model.predictOne(state, { user: 'new', history: ['tent'], novelty })[0]?.item;
    expect([first(0), first(1)]).toEqual(['hit', 'find']);
  });
});

const small = createRecommender({ maxItems: 20, maxUsers: 10 });
describeOnlineModel({
  model: small,
  example: (index, random) => ({
    input: { user: `u${index % 7}`, history: [`i${Math.floor(random() * 9)}`] },
    label: { item: `i${Math.floor(random() * 9)}`, tags: [`t${index % 3}`], rating: index % 5 },
  }),
  extremes: [
    { input: { user: '', history: [] }, label: { item: '' } },
    {
      input: { user: '__proto__', history: ['constructor'], limit: 0, diversity: 1, novelty: 1 },
      label: { item: 'toString', tags: new Array<string>(1000).fill('x'), rating: Number.MAX_VALUE },
    },
  ],
  novel: (index) => ({
    input: { user: `user ${index}`, history: [`item ${index}`] },
    label: { item: `item ${index + 1}`, tags: [`tag ${index % 50}`], rating: 3 },
  }),
  novelCount: 30_000,
  maxStateChars: 60_000,
  explain: (state, input) => small.explainOne(state, input, small.predictOne(state, input)[0]?.item ?? ''),
  // Nothing is recommended where nothing was asked for.
  explained: (recommended) => recommended[0]?.score ?? 0,
});

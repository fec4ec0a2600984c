import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTraitSources, type TraitSources } from './harness/trait-sources.ts';

// The CRM is believed before everybody; a survey counts as if it had been answered 30 days later.
let sources: TraitSources;
beforeAll(async () => {
  sources = await createTraitSources({ traits: { priority: ['crm'], lead: { 'survey:*': '30d' } } });
});
afterAll(() => sources.drop());

const sql = () => sources.service.engine.database.sql;
const day = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

describe('when sources disagree', () => {
  it('lets the more trusted one stand, keeps the other in the history, and agrees with a refold', async () => {
    const file = await sources.write('crm2.csv', `user_id,plan,said\nlou,gold,${day(300)}\n`);
    await sources.identify('lou', { plan: 'basic', city: 'Linz' }, day(2));
    await sources.importJson(['traits', file, '--source', 'crm', '--at', 'said']);
    await sources.identify('lou', { plan: 'free' }, day(1));
    expect(await sources.traitsOf('lou')).toMatchObject({
      plan: ['gold', 'crm'],
      city: ['Linz', '@likeness/sdk'],
    });
    const history = await sql()`
      SELECT text, source, is_current, previous FROM likeness.trait_history
      WHERE profile_id = likeness.profile_id('lou') AND name = 'plan' ORDER BY stated_at`;
    expect([...history]).toEqual([
      { text: 'gold', source: 'crm', is_current: true, previous: null },
      { text: 'basic', source: '@likeness/sdk', is_current: false, previous: 'gold' },
      { text: 'free', source: '@likeness/sdk', is_current: false, previous: 'basic' },
    ]);
    expect(await sources.refoldCheck()).toMatchObject({
      different: 0,
    });
  });

  it('lets a survey stand until others are newer by its lead', async () => {
    const map = await sources.write(
      'map.json',
      JSON.stringify({
        name: 'spring-2026',
        userId: 'who',
        at: 'when',
        questions: {
          Q1: { trait: 'household', type: 'number' },
          Q2: { motive: 'saving time', scale: [1, 5] },
          Q3: { value: 'fairness', answers: { no: 0, yes: 1 } },
        },
      }),
    );
    const answers = await sources.write(
      'answers.csv',
      `who,when,Q1,Q2,Q3\nmia,${day(40)},3,5,yes\nnoa,${day(40)},2,9,no\n`,
    );
    const survey = ['survey', answers, '--questions', map];
    expect(await sources.importJson(survey)).toMatchObject({ imported: 1, quarantined: 1 });
    expect(await sources.importJson(survey)).toMatchObject({ state: 'already-imported' });
    await sources.identify('mia', { household: 1 }, day(20));
    expect(await sources.traitsOf('mia')).toMatchObject({ household: [3, 'survey:spring-2026'] });
    await sources.identify('mia', { household: 4 }, day(9));
    expect(await sources.traitsOf('mia')).toMatchObject({ household: [4, '@likeness/sdk'] });
    const { body } = await sources.service.read('/v1/profiles/mia');
    expect(body).toMatchObject({
      psychographics: { stated: { 'motive.saving time': 1, 'value.fairness': 1 } },
    });
    const stated = await sql()`
      SELECT name, strength, source FROM likeness.profile_stated WHERE profile_id = likeness.profile_id('mia') ORDER BY name`;
    expect([...stated]).toEqual([
      { name: 'motive.saving time', strength: 1, source: 'survey:spring-2026' },
      { name: 'value.fairness', strength: 1, source: 'survey:spring-2026' },
    ]);
    const [bad] =
      await sql()`SELECT line::int, reason FROM likeness.quarantine WHERE source = 'import:answers.csv'`;
    expect({ ...bad }).toEqual({ line: 3, reason: 'Q2: expected a number from 1 to 5, got string of 1' });
  });

  it('treats a server library as a source of its own', async () => {
    const event = {
      type: 'identify',
      userId: 'olu',
      traits: { plan: 'pro' },
      context: { library: { name: 'analytics-node' } },
    };
    await sources.service.send([event]);
    expect(await sources.traitsOf('olu')).toEqual({ plan: ['pro', 'analytics-node'] });
  });
});

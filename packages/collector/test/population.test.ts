import { readPsychographics, rfmCuts, rfmOf, rfmScore } from '@likeness/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProfile } from '../src/store/find-profile.ts';
import { readPopulation } from '../src/store/population-cache.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

const dayMs = 86_400_000;
let now = Date.UTC(2026, 10, 20, 12);
let service: TestService;
const sql = () => service.engine.database.sql;
const run = async (job: string) => await service.scheduler.runNow(job);
const profileOf = async (id: string) => {
  const found = await findProfile(sql(), service.engine.apply.profiles, service.siteId, id);
  if (found === undefined) throw new Error(`there is no profile ${id}`);
  return found;
};

const buyers = 40;
/** Buyer i buys 1 + i % 4 times, each time for 10 + i, the last time i days ago. */
const orders = Array.from({ length: buyers }, (_, i) => i).flatMap((i) =>
  Array.from({ length: 1 + (i % 4) }, (_, nth) => ({
    type: 'track',
    event: 'Order Completed',
    messageId: `order ${i} ${nth}`,
    userId: `buyer ${i}`,
    timestamp: new Date(now - (i + 1 + nth * 20) * dayMs).toISOString(),
    properties: {
      revenue: 10 + i,
      currency: 'EUR',
      products: [{ price: 10 + i, quantity: 1, category: 'Home/Mugs' }],
    },
  })),
);

beforeAll(async () => {
  service = await createTestService(() => now);
});
afterAll(() => service.drop());

describe('before there is evidence', () => {
  it('scores nobody against a handful of buyers', async () => {
    await service.send(orders.slice(0, 5));
    expect(await run('buyer-scores')).toMatchObject({ name: 'buyer-scores', rows: expect.any(Number) });
    const { body } = await service.read('/v1/profiles/buyer%200');
    expect(body).toMatchObject({ value: [{ orders: 1, rfm: null, lifetime: null }] });
    const [row] =
      await sql()`SELECT recency_score, frequency_score, monetary_score FROM likeness.profile_rfm LIMIT 1`;
    expect({ ...row }).toEqual({ recency_score: null, frequency_score: null, monetary_score: null });
  });
});

describe('buyer-scores', () => {
  beforeAll(async () => {
    await service.send(orders);
    now += 3_600_000;
    expect((await run('buyer-scores'))?.error).toBeUndefined();
  });

  it("finds the cuts that core's rfmCuts finds over the whole population", async () => {
    const population = await readPopulation(sql(), service.siteId);
    const everyone = await Promise.all(
      Array.from({ length: buyers }, async (_, i) => {
        const rfm = rfmOf((await profileOf(`buyer ${i}`)).profile.value, 'EUR', now);
        if (rfm === undefined) throw new Error('a buyer without orders');
        return rfm;
      }),
    );
    expect(population.buyers.get('EUR')?.cuts).toEqual(rfmCuts(everyone));
  });

  it('gives each buyer the same scores in SQL, over HTTP and in core', async () => {
    const population = (await readPopulation(sql(), service.siteId)).buyers.get('EUR');
    if (population === undefined) throw new Error('no population');
    const rows = await sql()<{ user_id: string; r: number; f: number; m: number }[]>`
      SELECT s.user_id, recency_score AS r, frequency_score AS f, monetary_score AS m
      FROM likeness.profile_rfm JOIN likeness.profile_summary s USING (profile_id) ORDER BY profile_id`;
    expect(rows).toHaveLength(buyers);
    now += 5 * dayMs;
    for (const { user_id: id, r, f, m } of rows) {
      const rfm = rfmOf((await profileOf(id)).profile.value, 'EUR', population.computedAt);
      if (rfm === undefined) throw new Error(id);
      expect(rfmScore(rfm, population.cuts)).toEqual({ recency: r, frequency: f, monetary: m });
    }
    const { body } = await service.read('/v1/profiles/buyer%200');
    expect(body).toMatchObject({
      value: [{ rfm: { recencyScore: 5, frequencyScore: 1, monetaryScore: 1 } }],
    });
    now -= 5 * dayMs;
  });

  it('expects something of each buyer, more of those who come often', async () => {
    const rows = await sql()<{ user_id: string; value: number; alive: number; expected_orders: number }[]>`
      SELECT s.user_id, value, alive, expected_orders
      FROM likeness.profile_lifetime_value JOIN likeness.profile_summary s USING (profile_id)`;
    expect(rows).toHaveLength(buyers);
    for (const row of rows) {
      expect(row.alive).toBeGreaterThanOrEqual(0);
      expect(row.alive).toBeLessThanOrEqual(1);
      expect(row.value).toBeGreaterThanOrEqual(0);
    }
    const { body } = await service.read('/v1/profiles/buyer%203');
    const { lifetime } =
      (body as { value: { lifetime: { value: number; expectedOrders: number } }[] }).value[0] ?? {};
    const stored = rows.find((row) => row.user_id === 'buyer 3');
    expect(lifetime?.value).toBeCloseTo(stored?.value ?? Number.NaN, 6);
  });

  it('shows what is expected among the predictions, with model, version and time, in SQL as over HTTP', async () => {
    const { profileId } = await profileOf('buyer 3');
    const rows = await sql()<
      { name: string; value: number; model: string; alive: number; expected: number }[]
    >`
      SELECT name, q.value, model, l.alive, l.value AS expected
      FROM likeness.profile_predictions q JOIN likeness.profile_lifetime_value l USING (profile_id)
      WHERE profile_id = ${profileId} ORDER BY name COLLATE "C"`;
    expect(rows.map(({ name }) => name)).toEqual([
      'churn',
      'expected-orders',
      'lifetime-value',
      'order-value',
    ]);
    const numberOf = (name: string) => rows.find((row) => row.name === name)?.value;
    expect(numberOf('churn')).toBeCloseTo(1 - (rows[0]?.alive ?? 0), 12);
    expect(numberOf('lifetime-value')).toBe(rows[0]?.expected);
    const { body } = await service.read('/v1/profiles/buyer%203');
    expect(body).toMatchObject({
      predictions: rows.map(({ name, value, model }) => ({
        name,
        value,
        model,
        version: new Date(now).toISOString(),
        at: expect.any(String),
        currency: 'EUR',
        horizonDays: 365,
        explain: 'lifetime-value:EUR',
      })),
    });
  });

  it('writes nothing again while nothing moved', async () => {
    const written = async () =>
      (await sql()`SELECT xmin::text FROM likeness.lifetime_values ORDER BY profile_id`).map(
        (row) => row.xmin,
      );
    const before = await written();
    await run('buyer-scores');
    expect(await written()).toEqual(before);
  });
});

describe('price-levels', () => {
  it('places each buyer among the prices of everybody, in SQL as in core', async () => {
    expect(await run('price-levels')).toMatchObject({ rows: 1 });
    const { prices } = await readPopulation(sql(), service.siteId);
    expect(Object.keys(prices)).toEqual(['EUR home']);
    const rows = await sql()<{ user_id: string; position: number | null; sensitivity: number | null }[]>`
      SELECT s.user_id, price_position AS position, price_sensitivity AS sensitivity
      FROM likeness.profile_psychographics JOIN likeness.profile_summary s USING (profile_id)`;
    for (const { user_id: id, position, sensitivity } of rows) {
      const read = readPsychographics((await profileOf(id)).profile, now, { prices });
      expect(position).toBeCloseTo(read.pricePosition ?? Number.NaN, 6);
      expect(sensitivity).toBeCloseTo(read.priceSensitivity ?? Number.NaN, 6);
    }
    const positionOf = (id: string) => rows.find((row) => row.user_id === id)?.position ?? Number.NaN;
    expect(positionOf('buyer 0')).toBeLessThan(0.2);
    expect(positionOf('buyer 39')).toBeGreaterThan(0.8);
  });
});

describe('the social graph', () => {
  const social = (userId: string, event: string, peers: readonly string[], more: object = {}) => ({
    type: 'track',
    event,
    userId,
    timestamp: new Date(now - dayMs).toISOString(),
    properties: { peer_ids: peers },
    ...more,
  });
  const circle = (names: readonly string[]) =>
    names.map((name) =>
      social(
        name,
        'User Followed',
        names.filter((other) => other !== name),
      ),
    );
  const left = ['ann', 'ben', 'cem', 'dee'];
  const right = ['wes', 'xia', 'yan', 'zoe'];

  it('is written with the event, once, by whoever tells of it', async () => {
    const events = [
      social('ann', 'Message Sent', ['ben'], { messageId: 'told by ann' }),
      social('ben', 'Message Received', ['ann'], { messageId: 'told by ben' }),
      social('ann', 'User Followed', ['cem'], { messageId: 'follow' }),
      social('ann', 'User Unfollowed', ['cem'], { messageId: 'unfollow' }),
    ];
    await service.send(events);
    await service.send(events);
    const rows = await sql()`SELECT from_id, to_id, kind, acts FROM likeness.social_graph ORDER BY kind`;
    expect([...rows]).toEqual([
      { from_id: 'ann', to_id: null, kind: 'follow', acts: 0 },
      { from_id: 'ann', to_id: 'ben', kind: 'message', acts: 1 },
    ]);
  });

  it('fades, in any order of arrival, like the tie in the profile', async () => {
    const at = (days: number) => new Date(now - days * dayMs).toISOString();
    await service.send([social('fay', 'Message Sent', ['gus'], { timestamp: at(3), messageId: 'm1' })]);
    await service.send([social('fay', 'Message Sent', ['gus'], { timestamp: at(60), messageId: 'm2' })]);
    const [row] = await sql()<{ weight: number }[]>`
      SELECT likeness.decayed(greatest(weight_from, weight_to), at, interval '30 days', to_timestamp(${now / 1000}::float8)) AS weight
      FROM likeness.social_edges e JOIN likeness.identities i ON i.identity_key = e.from_key WHERE i.value = 'fay'`;
    expect(row?.weight).toBeCloseTo(2 ** (-3 / 30) + 2 ** (-60 / 30), 6);
  });

  it('has influence and circles that keep their numbers', async () => {
    await service.send([...circle(left), ...circle(right), social('dee', 'Message Sent', ['wes'])]);
    await service.send(['p', 'q', 'r'].map((fan) => social(fan, 'User Followed', ['zoe'])));
    expect((await run('social-graph'))?.error).toBeUndefined();
    const circles = async () =>
      new Map(
        (
          await sql()<{ user_id: string; community: number }[]>`
            SELECT s.user_id, community FROM likeness.profile_influence JOIN likeness.profile_summary s USING (profile_id)`
        ).map((row) => [row.user_id, row.community]),
      );
    const before = await circles();
    expect(new Set(left.map((id) => before.get(id))).size).toBe(1);
    expect(new Set(right.map((id) => before.get(id))).size).toBe(1);
    expect(before.get('ann')).not.toBe(before.get('zoe'));
    await service.send([social('newcomer', 'User Followed', left)]);
    await run('social-graph');
    const after = await circles();
    for (const [id, community] of before) expect(after.get(id)).toBe(community);
    const { body } = await service.read('/v1/profiles/zoe');
    expect(body).toMatchObject({
      predictions: [
        { name: 'community', value: before.get('zoe'), model: 'Louvain' },
        { name: 'influence', model: 'PageRank' },
      ],
      social: { graph: { influenceRank: 1, inDegree: 6, reciprocity: 1, community: before.get('zoe') } },
    });
  });
});

it('shows its jobs in /metrics', async () => {
  const text = await (await service.app.request('/metrics')).text();
  for (const job of ['buyer-scores', 'price-levels', 'social-graph']) {
    expect(text).toMatch(new RegExp(`likeness_job_runs_total\\{job="${job}"\\} [1-9]`));
  }
});

import type { JsonObject } from '@likeness/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExplanationView } from '../src/read/explain-route.ts';
import type { ProfileView } from '../src/read/profile-view.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

const now = Date.UTC(2026, 10, 20, 12);
const dayMs = 86_400_000;
const asOf = new Date(now);

let service: TestService;
let profile: ProfileView;
let profileId: string;

beforeAll(async () => {
  service = await createTestService(() => now);
  const context = {
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile',
    timezone: 'Europe/Vienna',
    page: { path: '/mugs', url: 'https://shop.example/mugs' },
  };
  const mug = { name: 'Blue Mug', category: 'Home > Kitchen > Mugs', brand: 'ACME  Inc', price: 19.9 };
  let serial = 0;
  const at = (daysAgo: number) => ({
    messageId: `explain-${serial++}`,
    timestamp: new Date(now - daysAgo * dayMs).toISOString(),
    context,
  });
  const track = (event: string, properties: JsonObject, daysAgo: number, ids: object) => ({
    type: 'track',
    event,
    properties,
    ...at(daysAgo),
    ...ids,
  });
  const device = { anonymousId: 'phone' };
  const user = { anonymousId: 'phone', userId: 'ada' };
  await service.send([
    track('Product Viewed', mug, 40, device),
    track('Product Viewed', { ...mug, category: 'Garden/Tools', price: '7.50' }, 12.3, device),
    track('Products Searched', { query: 'The Blue mug, a MUG' }, 12.2, device),
    track('Products Searched', { query: '红色的手机' }, 12.1, device),
    track('Product Added', mug, 3.5, device),
    track('Product Removed', mug, 3.4, device),
    {
      type: 'page',
      properties: { metadata: { keywords: ['Tea', 'tea', 'Pots'], brands: ['ACME Inc'] } },
      ...at(2),
      ...device,
    },
    { type: 'identify', traits: { city: 'Wien' }, ...at(1), ...user },
    track('Order Completed', { currency: 'eur', products: [{ ...mug, quantity: 2 }, mug] }, 0.9, user),
    track('Order Refunded', { currency: 'EUR', total: 19.9 }, 0.1, user),
    track('Placement Viewed', { placement: 'banner' }, 0.05, user),
    track('Placement Clicked', { placement: 'banner' }, 0.04, user),
    // Another user of the same device: nothing of it is Ada's.
    track('Product Viewed', mug, 0.02, { anonymousId: 'phone', userId: 'bob' }),
  ]);
  // ProfileView is what the route answers.
  profile = (await service.read('/v1/profiles/ada')).body as ProfileView;
  profileId = profile.profileId ?? '';
});
afterAll(() => service.drop());

async function explain(what: string): Promise<ExplanationView> {
  const { status, body } = await service.read(`/v1/profiles/ada/explain?what=${encodeURIComponent(what)}`);
  expect(status, what).toBe(200);
  // What the route answers when it is not asked about a segment.
  return body as ExplanationView;
}

/** Rows of one of the SQL functions. */
type Contributions = readonly { readonly event_id: string; readonly contribution: number }[];

/** Checks that HTTP's parts add up to the number, and that SQL names the same events with the same parts. */
async function expectAgreement(what: string, value: number, sql: Contributions): Promise<void> {
  const explained = await explain(what);
  expect(explained.value, what).toBeCloseTo(value, 6);
  const sum = explained.events.reduce((total, { amount }) => total + amount, explained.base);
  expect(sum + explained.rest.amount, what).toBeCloseTo(value, 6);
  const fromHttp = new Map(explained.events.map(({ eventId, amount }) => [eventId, amount]));
  expect([...sql.map((row) => row.event_id)].sort(), what).toEqual([...fromHttp.keys()].sort());
  for (const row of sql) expect(row.contribution, what).toBeCloseTo(fromHttp.get(row.event_id) ?? NaN, 6);
}

describe('HTTP and SQL name the same events with the same parts, which add up to the profile', () => {
  it('for every tag of every family', async () => {
    const { sql } = service.engine.database;
    expect(new Set(profile.tags.map(({ family }) => family))).toEqual(
      new Set([
        'category',
        'brand',
        'product',
        'price',
        'search',
        'search-term',
        'topic',
        'hour',
        'weekday',
        'device',
      ]),
    );
    for (const { family, value, weight, fast, count } of profile.tags) {
      for (const [read, number] of [
        ['weight', weight],
        ['fast', fast],
        ['count', count],
      ] as const) {
        const rows = await sql<{ event_id: string; contribution: number }[]>`
          SELECT event_id, contribution FROM likeness.explain_tag(${profileId}, ${family}, ${value}, ${read}, ${asOf})`;
        await expectAgreement(`tag.${read}:${family}:${value}`, number, rows);
      }
    }
  });

  it('for rates, counts, windows and money', async () => {
    const { sql } = service.engine.database;
    for (const { kind, perDayOverWeek } of profile.rates) {
      const rows = await sql<{ event_id: string; contribution: number }[]>`
        SELECT event_id, contribution FROM likeness.explain_rate(${profileId}, ${kind}, interval '7 days', ${asOf})`;
      await expectAgreement(`rate:${kind}:week`, perDayOverWeek, rows);
    }
    for (const { name, count } of profile.counts) {
      const rows = await sql<{ event_id: string; contribution: number }[]>`
        SELECT event_id, contribution FROM likeness.explain_count(${profileId}, ${name})`;
      await expectAgreement(`count:${name}`, count, rows);
    }
    for (const { kind, days30 } of profile.windows) {
      const rows = await sql<{ event_id: string; contribution: number }[]>`
        SELECT event_id, contribution FROM likeness.explain_window(${profileId}, ${kind}, 30, ${asOf})`;
      await expectAgreement(`window:${kind}:30`, days30, rows);
    }
    const [{ revenue, refunded, orders } = { revenue: 0, refunded: 0, orders: 0 }] = profile.value;
    expect([revenue, refunded, orders]).toEqual([59.7, 19.9, 1]);
    for (const [read, number] of [
      ['revenue', revenue],
      ['refunded', refunded],
      ['orders', orders],
    ] as const) {
      const rows = await sql<{ event_id: string; contribution: number }[]>`
        SELECT event_id, contribution FROM likeness.explain_value(${profileId}, 'EUR', ${read})`;
      await expectAgreement(`value:${read}:EUR`, number, rows);
    }
  });
});

it('explains derived numbers and facts over HTTP', async () => {
  const clicks = await explain('placement:banner');
  expect(clicks).toMatchObject({ value: 1, formula: 'clicks / impressions', rest: { events: 0 } });
  expect(await explain('rfm:monetary:EUR')).toMatchObject({ value: 59.7 - 19.9 });
  expect(await explain('trait:city')).toMatchObject({
    value: 'Wien',
    events: [{ type: 'identify', amount: 1 }],
  });
  expect(await explain('psychographic:sentiment')).toMatchObject({ value: null, events: [] });
  expect(await explain('tag:category:home/*')).toMatchObject({ events: { length: 4 } });
});

it('explains a segment by the events of each comparison, in SQL as over HTTP', async () => {
  const { sql } = service.engine.database;
  const { body } = await service.read('/v1/profiles/ada/explain?what=segment:new');
  expect(body).toMatchObject({
    what: 'segment:new',
    isMember: expect.any(Boolean),
    because: { holds: expect.any(Boolean) },
  });
  expect(JSON.stringify(body)).toContain('"formula"');
  const rows = await sql<{ measure: JsonObject; contribution: number }[]>`
    SELECT s.name, e.measure, e.contribution
    FROM likeness.segments s CROSS JOIN LATERAL likeness.explain_segment(${profileId}, s.name, ${asOf}) AS e`;
  const sums = new Map<string, number>();
  for (const { measure, contribution } of rows) {
    const key = `${measure.measure} ${measure.kind ?? measure.read ?? ''} ${measure.days ?? measure.halfLife ?? ''}`;
    sums.set(key, (sums.get(key) ?? 0) + contribution);
  }
  expect(sums.size).toBeGreaterThan(1);
  // Orders are compared by several segments, each with the one that there is.
  expect((sums.get('value orders ') ?? 0) % 1).toBe(0);
});

it('says what it would have understood, and whose profile is not there', async () => {
  expect(await service.read('/v1/profiles/ada/explain?what=window:view:8')).toMatchObject({
    status: 400,
    body: { error: { code: 'bad-request', path: 'what' } },
  });
  expect((await service.read('/v1/profiles/nobody/explain?what=events')).status).toBe(404);
  expect((await service.read('/v1/profiles/ada/explain?what=segment:nothing')).status).toBe(404);
  expect((await service.app.request('/v1/profiles/ada/explain?what=events')).status).toBe(401);
});

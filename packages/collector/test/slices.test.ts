import { type JsonObject, readPsychographics, readSocial, readTags } from '@likeness/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refoldProfiles } from '../src/refold/refold-profiles.ts';
import { findProfile } from '../src/store/find-profile.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

const now = Date.UTC(2026, 10, 20, 12);
const dayMs = 86_400_000;

let service: TestService;
beforeAll(async () => {
  service = await createTestService(() => now);
});
afterAll(() => service.drop());

let serial = 0;
const at = (daysAgo: number): string => new Date(now - daysAgo * dayMs).toISOString();
const track = (event: string, properties: JsonObject, daysAgo = 1, context: JsonObject = {}) => ({
  type: 'track',
  event,
  properties,
  context,
  messageId: `slices-${serial++}`,
  timestamp: at(daysAgo),
});
const page = (context: JsonObject, daysAgo: number) => ({
  type: 'page',
  properties: { path: '/mugs' },
  context,
  messageId: `slices-${serial++}`,
  timestamp: at(daysAgo),
});

const browser = {
  userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)',
  locale: 'de-AT',
  timezone: 'Europe/Vienna',
  library: { name: '@likeness/sdk', version: '1' },
};
const url = 'https://shop.example/mugs';
const mug = { category: 'Home > Kitchen > Mugs', brand: 'Acme', price: 12, currency: 'EUR' };

const traffic = (id: string) =>
  [
    page(
      {
        ...browser,
        sessionId: '1',
        sessionStart: true,
        sessionPage: 1,
        page: { url, path: '/mugs', search: '?gclid=abc', referrer: 'https://www.google.com/' },
      },
      3,
    ),
    page({ ...browser, sessionId: '1', sessionPage: 2, page: { url, path: '/mugs' } }, 2.9),
    page({ ...browser, sessionId: '2', sessionStart: true, sessionPage: 1, page: { url, path: '/' } }, 1),
    ...[100, 40, 20, 3, 1].map((daysAgo) => track('Product Viewed', mug, daysAgo)),
    track('Product Viewed', { ...mug, category: 'Garden > Chairs', discount: 2 }, 1),
    track('Order Completed', { currency: 'EUR', revenue: 24, products: [mug] }, 1),
    track('Page Left', { visibleMs: 9_000, depth: 0.6 }),
    track('Page Scrolled', { depth: 0.5 }),
    track('Web Vitals Measured', { lcp: 2_000, cls: 0.1 }),
    track('Web Vitals Measured', { lcp: 4_000, cls: 0 }),
    ...[1, 2, 3, 4].map(() => track('Placement Viewed', { placement: 'hero' })),
    track('Placement Clicked', { placement: 'hero' }),
    track('User Followed', { followed_id: 'ben' }),
    track('Message Received', { sender_id: 'ben' }, 31),
    track('Products Searched', { query: 'the red mug' }, 1, browser),
    track('Product Reviewed', { review_body: 'What a wonderful mug, I love it!' }),
    {
      type: 'identify',
      traits: { city: 'Graz' },
      context: { source: 'survey' },
      messageId: `slices-${serial++}`,
      timestamp: at(2),
    },
    {
      type: 'identify',
      traits: { city: 'Wien' },
      context: browser,
      messageId: `slices-${serial++}`,
      timestamp: at(1),
    },
  ].map((event) => ({ ...event, anonymousId: id }));

async function profileOf(id: string) {
  const { database, apply } = service.engine;
  const found = await findProfile(database.sql, apply.profiles, service.siteId, id);
  if (found === undefined) throw new Error(`no profile of ${id}`);
  return found.profile;
}

it('stores every slice so that a refold finds no difference', async () => {
  const events = traffic('slices');
  // In several transactions, the latest events first.
  for (let i = events.length; i > 0; i -= 7) await service.send(events.slice(Math.max(0, i - 7), i));
  const differences: unknown[] = [];
  const result = await refoldProfiles(service.engine.apply, {
    mode: 'check',
    signal: new AbortController().signal,
    onDifference: (found) => differences.push(found),
  });
  expect(differences).toEqual([]);
  expect(result).toMatchObject({ profiles: 1, different: 0, events: events.length });
});

it('shows behaviour by SQL: days, windows, rates, engagement, placements, web vitals', async () => {
  const { sql } = service.engine.database;
  const id = await sql`SELECT likeness.profile_id('slices') AS id`.then((rows) => rows[0]?.id);
  const one = async (view: string, and = '') =>
    await sql.unsafe(`SELECT * FROM likeness.${view} WHERE profile_id = ${id} ${and}`);
  const days = await one('profile_days', `AND kind = 'order'`);
  expect(days).toMatchObject([{ kind: 'order', count: '1' }]);
  expect(days[0]?.day).toEqual(new Date('2026-11-19T00:00:00Z'));
  expect(await one('profile_days', `AND day < '2026-08-22'`)).toHaveLength(0);
  expect(await one('profile_rates', `AND kind = 'order'`)).toHaveLength(1);
  expect(await one('profile_engagement')).toMatchObject([
    {
      visits: '2',
      page_views: '3',
      pages_per_visit: 1.5,
      bounce_rate: 0.5,
      max_depth: 0.6,
      mean_depth: 0.5,
      click_through_rate: 0.25,
    },
  ]);
  expect(await one('profile_placements')).toMatchObject([
    { placement: 'hero', impressions: '4', clicks: '1', click_through_rate: 0.25 },
  ]);
  const [cls, lcp] = await one('profile_web_vitals', 'ORDER BY vital');
  expect(cls).toMatchObject({ vital: 'cls', measurements: '2' });
  expect(Math.abs(Number(lcp?.p75) / 4_000 - 1)).toBeLessThan(0.05);
});

it('shows channel, taxonomy and the history of traits by SQL', async () => {
  const { sql } = service.engine.database;
  expect(
    await sql`SELECT * FROM likeness.profile_channel WHERE profile_id = likeness.profile_id('slices')`,
  ).toMatchObject([
    {
      first_kind: 'paid',
      first_click_id: 'gclid',
      last_kind: 'paid',
      device: 'mobile',
      language: 'de-AT',
      time_zone: 'Europe/Vienna',
      region: 'Europe',
    },
  ]);
  const paths = await sql<{ path: string; level: number; count: string }[]>`
    SELECT path, level, count FROM likeness.profile_taxonomy
    WHERE profile_id = likeness.profile_id('slices') ORDER BY path`;
  expect(paths.map((row) => `${row.path} ${row.count}`)).toEqual([
    'garden 1',
    'garden/chairs 1',
    'home 6',
    'home/kitchen 6',
    'home/kitchen/mugs 6',
  ]);
  expect(
    await sql`
      SELECT text, source, is_current FROM likeness.trait_history
      WHERE profile_id = likeness.profile_id('slices') ORDER BY stated_at`,
  ).toMatchObject([
    { text: 'Graz', source: 'survey', is_current: false },
    { text: 'Wien', source: '@likeness/sdk', is_current: true },
  ]);
});

it('says by SQL what core says of psychographics, ties and tags', async () => {
  const { sql } = service.engine.database;
  const [row] = await sql<{ at: Date }[]>`SELECT now() AS at`;
  const readAt = row?.at.getTime() ?? 0;
  const profile = await profileOf('slices');
  const [mind] = await sql`
    SELECT *, extract(epoch FROM deliberation)::float8 * 1000 AS deliberation_ms
    FROM likeness.profile_psychographics WHERE profile_id = likeness.profile_id('slices')`;
  const read = readPsychographics(profile, readAt);
  expect(mind?.discount_share).toBeCloseTo(read.discountShare ?? -1, 6);
  expect(mind?.variety).toBeCloseTo(read.variety ?? -1, 4);
  expect(mind?.variety_change).toBeCloseTo(read.varietyChange ?? -1, 3);
  expect(mind?.views_per_order).toBe(read.viewsPerOrder);
  expect(mind?.deliberation_ms).toBe(read.deliberationMs);
  expect(mind?.sentiment).toBe(read.sentiment);
  expect(read.sentiment).toBeGreaterThan(0.5);
  const social = readSocial(profile.social, readAt);
  expect(
    await sql`SELECT * FROM likeness.profile_social WHERE profile_id = likeness.profile_id('slices')`,
  ).toMatchObject([{ degree: '1', reciprocity: social.reciprocity }]);
  const tags = await sql<{ family: string; value: string; weight: number; rank: string }[]>`
    SELECT family, value, weight, rank FROM likeness.profile_tags
    WHERE profile_id = likeness.profile_id('slices') ORDER BY family, rank`;
  const expected = readTags(profile.interests, readAt);
  expect(tags.map((tag) => `${tag.family} ${tag.value} ${tag.rank}`)).toEqual(
    expected.map((tag) => `${tag.family} ${tag.value} ${tag.rank}`),
  );
  for (const [i, tag] of tags.entries()) expect(tag.weight).toBeCloseTo(expected[i]?.weight ?? -1, 4);
});

it('shows every slice over HTTP, and leaves out what is unknown', async () => {
  const { body } = await service.read('/v1/profiles/slices');
  expect(body).toMatchObject({
    engagement: { visits: 2, pageViews: 3, bounceRate: 0.5 },
    clickThrough: { impressions: 4, clicks: 1, rate: 0.25 },
    environment: { device: 'mobile', region: 'Europe' },
    social: { degree: 1, reciprocity: 1 },
    channel: { first: { kind: 'paid' } },
  });
  expect(body).toMatchObject({
    windows: expect.arrayContaining([{ kind: 'order', days7: 1, days30: 1, days90: 1 }]),
  });
  expect((body as { psychographics: object }).psychographics).not.toHaveProperty('pricePosition');
});

it('keeps a profile with 60 tags within 2 kB, and in its page', async () => {
  const typical = Array.from({ length: 60 }, (_, i) =>
    track(
      'Product Viewed',
      {
        brand: `brand ${i % 12}`,
        category: `shelf/${i % 20}`,
        name: `product ${i % 22}`,
        price: 3 ** (i % 6),
        currency: 'EUR',
      },
      9 - (i % 10),
      browser,
    ),
  );
  const visits = [1, 5, 9].map((daysAgo) =>
    page(
      { ...browser, sessionStart: true, page: { url, path: '/', referrer: 'https://www.google.com/' } },
      daysAgo,
    ),
  );
  await service.send([...typical, ...visits].map((event) => ({ ...event, anonymousId: 'typical' })));
  const { sql } = service.engine.database;
  const [row] = await sql<{ bytes: number; tags: number }[]>`
    SELECT pg_column_size(p.*) AS bytes, cardinality(tag_ids) AS tags FROM likeness.profiles p
    WHERE profile_id = likeness.profile_id('typical')`;
  expect(row?.tags).toBeGreaterThanOrEqual(60);
  expect(row?.bytes).toBeLessThanOrEqual(2_048);
  const [toast] = await sql<{ bytes: number }[]>`
    SELECT pg_relation_size(reltoastrelid)::int AS bytes FROM pg_class WHERE oid = 'likeness.profiles'::regclass`;
  expect(toast?.bytes).toBe(0);
});

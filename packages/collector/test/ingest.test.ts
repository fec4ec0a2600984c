import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestService, type TestService } from './harness/test-service.ts';

let service: TestService;
beforeAll(async () => {
  service = await createTestService();
});
afterAll(() => service.drop());

const view = (messageId: string, ids: object, category = 'Home > Kitchen > Mugs') => ({
  type: 'track',
  event: 'Product Viewed',
  messageId,
  timestamp: '2026-11-20T10:00:00.000Z',
  properties: { category, brand: 'Acme', price: 12 },
  ...ids,
});

it('folds what it accepts into a profile that SQL and HTTP show', async () => {
  const answer = await service.send([
    view('m1', { anonymousId: 'ada-browser' }),
    view('m2', { anonymousId: 'ada-browser' }),
  ]);
  expect(answer).toEqual({
    status: 200,
    body: { success: true, accepted: 2, duplicate: 0, quarantined: 0 },
  });
  const { sql } = service.engine.database;
  const tags = await sql`
    SELECT family, value, count FROM likeness.profile_tags
    WHERE profile_id = likeness.profile_id('ada-browser') ORDER BY family`;
  expect([...tags]).toEqual([
    { family: 'brand', value: 'acme', count: 2 },
    { family: 'category', value: 'home/kitchen/mugs', count: 2 },
    { family: 'price', value: '10-20', count: 2 },
  ]);
  const { status, body } = await service.read('/v1/profiles/ada-browser');
  expect(status).toBe(200);
  expect(body).toMatchObject({ events: 2, ids: [{ kind: 'anonymous', value: 'ada-browser' }] });
});

it('answers a retry as duplicates and counts nothing twice', async () => {
  const events = [view('r1', { anonymousId: 'retry' }), view('r2', { anonymousId: 'retry' })];
  await service.send(events);
  expect((await service.send(events)).body).toMatchObject({ accepted: 0, duplicate: 2 });
  expect((await service.read('/v1/profiles/retry')).body).toMatchObject({ events: 2 });
});

it('keeps the good events of a batch and puts the bad ones into quarantine with their reason', async () => {
  const { body } = await service.send([
    view('q1', { anonymousId: 'mixed' }),
    { type: 'track', anonymousId: 'mixed' },
    { ...view('q2', {}), timestamp: 'yesterday' },
  ]);
  expect(body).toMatchObject({ accepted: 1, quarantined: 2 });
  const rows = await service.engine.database.sql<{ reason: string }[]>`
    SELECT reason FROM likeness.quarantine ORDER BY quarantine_id`;
  const reasons = rows.map((row) => row.reason).join('\n');
  expect(reasons).toContain('event: expected the name of the event');
  expect(reasons).toContain('timestamp: expected an ISO 8601 time');
});

it('gives the anonymous history to the first user who logs in, and to nobody else', async () => {
  const device = { anonymousId: 'shared' };
  const at = (minute: number) => `2026-11-20T11:0${minute}:00.000Z`;
  await service.send([{ ...view('s1', device), timestamp: at(0) }]);
  await service.send([
    {
      type: 'identify',
      messageId: 's2',
      timestamp: at(1),
      ...device,
      userId: 'ann',
      traits: { name: 'Ann' },
    },
  ]);
  await service.send([{ ...view('s3', device, 'Books'), timestamp: at(2), userId: 'ben' }]);
  await service.send([{ ...view('s4', device, 'Tea'), timestamp: at(3) }]);
  const categories = async (id: string) => {
    const rows = await service.engine.database.sql<{ value: string }[]>`
      SELECT value FROM likeness.profile_tags
      WHERE profile_id = likeness.profile_id(${id}) AND family = 'category' ORDER BY value`;
    return rows.map((row) => row.value);
  };
  expect(await categories('ann')).toEqual(['home/kitchen/mugs', 'tea']);
  expect(await categories('ben')).toEqual(['books']);
  expect(await categories('shared')).toEqual(['home/kitchen/mugs', 'tea']);
});

it('refuses a request without a key, with a wrong key, and one that is no JSON', async () => {
  const post = async (body: string) => await service.app.request('/v1/batch', { method: 'POST', body });
  expect((await post('{"batch":[]}')).status).toBe(401);
  expect((await post('{"writeKey":"wk_nope","batch":[]}')).status).toBe(401);
  expect((await post('{"batch":')).status).toBe(400);
});

it('does not let the public write key read a profile', async () => {
  const response = await service.app.request('/v1/profiles/ada-browser', {
    headers: { authorization: `Bearer ${service.writeKey}` },
  });
  expect(response.status).toBe(401);
});

it('keeps what a program sent, marked as such in the event and in the profile', async () => {
  const context = { userAgent: 'python-requests/2.32', locale: 'de' };
  await service.send([{ ...view('b1', { anonymousId: 'crawler' }), context }]);
  const [event] = await service.engine.database.sql`
    SELECT context FROM likeness.event_log WHERE anonymous_id = 'crawler'`;
  expect(event?.context).toEqual({ ...context, bot: true });
  const { sql } = service.engine.database;
  const [profile] = await sql`
    SELECT state->'environment'->'device'->>0 AS device FROM likeness.profiles
    WHERE profile_id = likeness.profile_id('crawler')`;
  expect(profile?.device).toBe('bot');
});

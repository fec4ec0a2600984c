import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestService, type TestService } from './harness/test-service.ts';

let service: TestService;
beforeAll(async () => {
  service = await createTestService();
  const timestamp = new Date(Date.now() - 60_000).toISOString();
  const event = (messageId: string, name: string, properties: object, ids: object) => ({
    type: 'track',
    event: name,
    messageId,
    timestamp,
    properties,
    context: { sessionId: 's1', sessionStart: messageId === 'a1', page: { path: '/mugs' } },
    ...ids,
  });
  const ada = { anonymousId: 'ada-browser', userId: 'ada' };
  await service.send([
    event('a1', 'Product Viewed', { category: 'Home/Mugs', price: 12 }, ada),
    event('a2', 'Products Searched', { query: 'Blue Mug', results: 3 }, ada),
    event('a3', 'Order Completed', { revenue: 24, currency: 'EUR' }, ada),
    event('b1', 'Product Viewed', { category: 'Tea' }, { anonymousId: 'bob-browser' }),
    { type: 'track', anonymousId: 'bob-browser' },
  ]);
});
afterAll(() => service.drop());

it('sums a site up', async () => {
  const { status, body } = await service.read('/v1/stats');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    events: 4,
    profiles: 2,
    sessions: 2,
    quarantined: 1,
    topEvents: [{ name: 'Product Viewed', count: 2 }, {}, {}],
    topSearches: [{ query: 'blue mug', count: 1 }],
  });
  expect(body).toHaveProperty('perMinute.length', 60);
  expect(body).toHaveProperty('topTags.0.profiles');
});

it('lists profiles, latest first, and finds one by a part of its id', async () => {
  const { body } = await service.read('/v1/profiles?q=ADA');
  expect(body).toMatchObject({ profiles: [{ user: 'ada', events: 3, orders: 1, revenue: 24 }] });
  expect((await service.read('/v1/profiles')).body).toHaveProperty('profiles.length', 2);
  expect(await service.read('/v1/profiles?limit=0')).toMatchObject({
    status: 400,
    body: { error: { code: 'bad-request', path: 'limit' } },
  });
});

it('shows one profile under each of its ids, and says when there is none', async () => {
  const byUser = await service.read('/v1/profiles/ada');
  const { profileId } = byUser.body as { readonly profileId: string }; // ProfileView
  for (const id of ['ada-browser', 'user_id:ada', 'anonymous_id:ada-browser', profileId]) {
    expect((await service.read(`/v1/profiles/${encodeURIComponent(id)}`)).body).toMatchObject({ profileId });
  }
  expect(byUser.body).toMatchObject({
    events: 3,
    value: [{ currency: 'EUR', orders: 1, revenue: 24, averageOrder: 24 }],
    engagement: { visits: 1 },
  });
  expect((await service.read('/v1/profiles/anonymous_id:ada')).status).toBe(404);
});

it('shows sessions and searches in SQL under the profile that they belong to', async () => {
  const { sql } = service.engine.database;
  const sessions = await sql`
    SELECT user_id, events, searches, orders, bounced FROM likeness.sessions
    WHERE profile_id = likeness.profile_id('ada')`;
  expect([...sessions]).toEqual([{ user_id: 'ada', events: 3, searches: 1, orders: 1, bounced: true }]);
  const searches = await sql`SELECT user_id, query, results, path FROM likeness.searches`;
  expect([...searches]).toEqual([{ user_id: 'ada', query: 'blue mug', results: 3, path: '/mugs' }]);
});

it('streams a profile that does not exist yet, and shows it once it does', async () => {
  const abort = new AbortController();
  const response = await service.app.request('/v1/profiles/anonymous_id:newcomer/live', {
    headers: { authorization: `Bearer ${service.secretKey}` },
    signal: abort.signal,
  });
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
  const decoder = new TextDecoder();
  let text = '';
  const readUntil = async (wanted: string) => {
    while (!text.includes(wanted)) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`the stream ended before ${wanted}: ${text}`);
      text += decoder.decode(value, { stream: true });
    }
  };
  await readUntil('"events":0');
  await readUntil('event: activity');
  await service.send([{ type: 'track', event: 'Arrived', anonymousId: 'newcomer' }]);
  await readUntil('"name":"Arrived"');
  await readUntil('"events":1');
  await reader.cancel();
  abort.abort();
});

it('serves health, readiness and metrics that count what was sent', async () => {
  expect(await (await service.app.request('/healthz')).text()).toBe('ok');
  expect(await (await service.app.request('/readyz')).text()).toBe('ready');
  const metrics = await (await service.app.request('/metrics')).text();
  expect(metrics).toMatch(/^likeness_events_total\{outcome="quarantined"\} 1$/m);
});

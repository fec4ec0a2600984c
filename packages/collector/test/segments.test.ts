import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resolveConfig } from '../src/config/resolve-config.ts';
import { checkSegments } from '../src/segments/check-segments.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 10, 20, 12);
let now = start;
let service: TestService;
beforeAll(async () => {
  const config = resolveConfig({
    segments: {
      own: [
        {
          name: 'tea-lover',
          description: 'Likes tea this week.',
          rule: {
            of: { measure: 'tag', family: 'category', value: 'tea', read: 'fast' },
            is: { atLeast: 0.5 },
          },
        },
      ],
    },
  });
  if (!config.ok) throw new Error('the configuration of this test is not valid');
  service = await createTestService(() => now, { config: config.value });
});
afterAll(() => service.drop());
beforeEach(() => {
  now = Math.max(now, start);
});

let messages = 0;
const event = (anonymousId: string, name: string, properties: object = {}, more: object = {}) => {
  messages++;
  return {
    type: 'track',
    event: name,
    messageId: `m${messages}`,
    anonymousId,
    timestamp: new Date(now).toISOString(),
    properties,
    ...more,
  };
};

const history = async (id: string) => {
  const rows = await service.engine.database.sql<Record<string, unknown>[]>`
    SELECT segment, is_member, entered_by, left_by,
      (extract(epoch FROM entered_at) * 1000)::float8 AS entered, (extract(epoch FROM left_at) * 1000)::float8 AS left
    FROM likeness.segment_memberships WHERE profile_id = likeness.profile_id(${id}) ORDER BY segment, entered_at`;
  return [...rows];
};
const current = async (id: string) =>
  (await history(id)).filter((row) => row.is_member === true).map((row) => row.segment);

/** What a scheduler does in `ms`, without waiting for it. */
async function pass(ms: number): Promise<void> {
  const until = now + ms;
  // The last six seconds one by one, the time before in one leap: a sweep looks at due times alone.
  for (now = Math.max(now, until - 6_000); now < until; now = Math.min(until, now + 500)) {
    await service.scheduler.tick();
  }
  await service.scheduler.tick();
}

describe('entry', () => {
  it('stands in SQL when the event is accepted, which is far less than a second', async () => {
    // The best of three, since a busy machine may do something else meanwhile.
    const tookMs: number[] = [];
    for (const id of ['eva', 'evi', 'eve']) {
      const startedAt = performance.now();
      await service.send([event(id, 'Product Viewed', { category: 'Tea' })]);
      expect(await current(id)).toEqual(['new', 'tea-lover']);
      tookMs.push(performance.now() - startedAt);
    }
    expect(Math.min(...tookMs)).toBeLessThan(1_000);
    const { body } = await service.read('/v1/profiles/eve');
    expect(body).toMatchObject({
      segments: [
        { name: 'new', enteredAt: new Date(now).toISOString() },
        { name: 'tea-lover', description: 'Likes tea this week.' },
      ],
    });
  });

  it('happens once, however often the condition is met again', async () => {
    for (let i = 0; i < 3; i++) {
      now += 60_000;
      await service.send([event('again', 'Product Viewed', { category: 'Tea' })]);
    }
    expect(await history('again')).toHaveLength(2);
  });

  it('by time alone happens within five seconds of its due time', async () => {
    await service.send([event('quiet', 'Product Viewed', { category: 'Books' })]);
    const seenAt = now;
    await pass(90 * day - 1_000);
    expect(await current('quiet')).not.toContain('lapsed');
    await pass(6_000);
    const lapsed = (await history('quiet')).find((row) => row.segment === 'lapsed');
    expect(lapsed).toMatchObject({ is_member: true, entered_by: 'time' });
    expect(Number(lapsed?.entered) - (seenAt + 90 * day)).toBeLessThan(5_000);
  });
});

describe('exit', () => {
  it('by decay happens within five seconds of its due time and stays in the history', async () => {
    await service.send([event('tim', 'Product Viewed', { category: 'Tea' })]);
    const seenAt = now;
    // One view is half of itself after one fast half-life, 7 days; the segment `new` ends at the same time.
    await pass(7 * day - 1_000);
    expect(await current('tim')).toEqual(['new', 'tea-lover']);
    await pass(6_000);
    const stay = (await history('tim')).find((row) => row.segment === 'tea-lover');
    expect(stay).toMatchObject({ is_member: false, entered_by: 'event', left_by: 'time', entered: seenAt });
    expect(Number(stay?.left) - (seenAt + 7 * day)).toBeGreaterThan(-1_000);
    expect(Number(stay?.left) - (seenAt + 7 * day)).toBeLessThan(5_000);
  });

  it('by an event is at once', async () => {
    for (let i = 0; i < 10; i++) await service.send([event('wim', 'Product Viewed', { category: 'Cups' })]);
    expect(await current('wim')).toContain('window-shopper');
    await service.send([event('wim', 'Order Completed', { currency: 'EUR', revenue: 5 })]);
    expect(await current('wim')).not.toContain('window-shopper');
    expect(await history('wim')).toContainEqual(
      expect.objectContaining({ segment: 'window-shopper', left_by: 'event' }),
    );
  });

  it('of a profile that became part of another leaves nobody in two places', async () => {
    await service.send([event('browser', 'Product Viewed', { category: 'Tea' })]);
    const { sql } = service.engine.database;
    const [before] = await sql<{ id: string }[]>`SELECT likeness.profile_id('browser') AS id`;
    await service.send([event('browser', 'Signed In', {}, { userId: 'mia' })]);
    expect(await current('mia')).toEqual(['new', 'tea-lover']);
    const left = await sql`
      SELECT left_by FROM likeness.segment_members WHERE profile_id = ${before?.id ?? 0} AND left_at IS NOT NULL`;
    const [after] = await sql<{ id: string }[]>`SELECT likeness.profile_id('mia') AS id`;
    expect(before?.id).not.toBe(after?.id);
    expect(left.map((row) => row.left_by)).toEqual(['merge', 'merge']);
  });
});

describe('the sweeper', () => {
  it('reads by the index of due times', async () => {
    const { sql } = service.engine.database;
    const plan = await sql.begin(async (transaction) => {
      // A handful of rows would rather be scanned.
      await transaction`SET LOCAL enable_seqscan = off`;
      return await transaction`
        EXPLAIN SELECT profile_id FROM likeness.segment_checks
        WHERE due_at <= to_timestamp(${now / 1000}::float8) ORDER BY due_at LIMIT 200`;
    });
    expect(JSON.stringify(plan)).toContain('segment_checks_due');
  });

  it('leaves rows, SQL and rules in agreement', async () => {
    await pass(2_000);
    const checks = await checkSegments(service.engine, { now, signal: new AbortController().signal });
    expect(checks.filter((check) => check.different > 0)).toEqual([]);
    expect(checks.some((check) => check.rows > 0)).toBe(true);
  });
});

describe('reading', () => {
  it('lists segments with their members', async () => {
    const { body } = await service.read('/v1/segments');
    // The shape that the route promises.
    const { segments } = body as { segments: readonly { name: string; members: number; inWords: string }[] };
    expect(segments.map(({ name }) => name)).toEqual([
      'at-risk',
      'bargain-hunter',
      'engaged',
      'high-value',
      'lapsed',
      'loyal',
      'new',
      'tea-lover',
      'window-shopper',
    ]);
    expect(segments.find(({ name }) => name === 'tea-lover')?.inWords).toBe(
      'recent interest in category "tea" at least 0.5',
    );
    const members = await service.read('/v1/segments/lapsed/members?limit=1');
    expect(members.body).toMatchObject({ members: [{ anonymousIds: [expect.any(String)] }] });
    expect((await service.read('/v1/segments/none/members')).status).toBe(404);
    expect((await service.read('/v1/segments/new/members?limit=0')).status).toBe(400);
  });

  it('previews a rule over everyone, and says what is wrong with one', async () => {
    const preview = async (rule: unknown) => {
      const response = await service.app.request('/v1/segments/preview', {
        method: 'POST',
        headers: { authorization: `Bearer ${service.secretKey}` },
        body: JSON.stringify(rule),
      });
      return { status: response.status, body: await response.json() };
    };
    const { sql } = service.engine.database;
    const [all] = await sql<{ count: number }[]>`
      SELECT count(*)::int FROM likeness.profiles WHERE merged_into IS NULL`;
    expect(await preview({ not: { of: { measure: 'events' }, is: { below: 1 } } })).toEqual({
      status: 200,
      body: { members: all?.count, inWords: 'not number of events below 1' },
    });
    expect(await preview({ all: [{ of: { measure: 'event' }, is: { below: 1 } }] })).toMatchObject({
      status: 400,
      body: { error: { path: 'all.0.of.measure' } },
    });
    expect((await preview({ segment: 'nobody' })).status).toBe(400);
    expect((await preview(undefined)).status).toBe(400);
  });

  it('explains membership, and when it ends by itself', async () => {
    await service.send([event('why', 'Product Viewed', { category: 'Tea' })]);
    const { body } = await service.read('/v1/profiles/why/segments');
    // The shape that the route promises.
    const { segments } = body as { segments: readonly { name: string; changesAt: string | null }[] };
    expect(segments.find(({ name }) => name === 'tea-lover')).toMatchObject({
      isMember: true,
      because: { rule: 'recent interest in category "tea" at least 0.5', holds: true, value: 1 },
    });
    const newcomer = segments.find(({ name }) => name === 'new');
    expect(Math.abs(Date.parse(newcomer?.changesAt ?? '') - now - 7 * day)).toBeLessThan(5_000);
    expect(segments.find(({ name }) => name === 'high-value')?.changesAt).toBeNull();
    expect((await service.read('/v1/profiles/nobody/segments')).status).toBe(404);
  });

  it('streams them to those who watch the profile, from its first event on', async () => {
    const watching = new AbortController();
    const response = await service.app.request('/v1/profiles/watched/live', {
      headers: { authorization: `Bearer ${service.secretKey}` },
      signal: watching.signal,
    });
    const reader = response.body?.getReader();
    const decoder = new TextDecoder();
    let text = '';
    const readUntil = async (found: RegExp): Promise<void> => {
      while (!found.test(text)) {
        const chunk = await reader?.read();
        if (chunk === undefined || chunk.done) throw new Error(`the stream ended before ${found.source}`);
        text += decoder.decode(chunk.value, { stream: true });
      }
    };
    await readUntil(/event: activity/);
    await service.send([event('watched', 'Product Viewed', { category: 'Tea' })]);
    await readUntil(/event: segments\ndata: .*\n/);
    expect(text).toContain(`{"name":"tea-lover","change":"entered","at":"${new Date(now).toISOString()}"}`);
    await readUntil(/"segments":\[\{"name":"new"/);
    await reader?.cancel();
    watching.abort();
  });

  it('tells those who watch a profile what it entered and left', async () => {
    const seen: unknown[] = [];
    const unsubscribe = service.segmentFeed.subscribe((changes) => {
      seen.push(...changes.map(({ segment, change, cause }) => ({ segment, change, cause })));
    });
    await service.send([event('live', 'Product Viewed', { category: 'Tea' })]);
    await pass(7 * day + 5_000);
    unsubscribe();
    expect(seen).toContainEqual({ segment: 'tea-lover', change: 'entered', cause: 'event' });
    expect(seen).toContainEqual({ segment: 'tea-lover', change: 'left', cause: 'time' });
  });
});

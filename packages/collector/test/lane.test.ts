import { createEventIdSource } from '@likeness/core';
import type postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApplyDeps, type ApplyInput, applyBatch } from '../src/apply/apply-batch.ts';
import { createLane, type Lane } from '../src/apply/lane.ts';
import { acceptEvents } from '../src/ingest/accept-events.ts';
import { refoldProfiles } from '../src/refold/refold-profiles.ts';
import type { MembershipChange } from '../src/store/membership-store.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

/** The short way must leave behind what the long one leaves behind: the same events go through both. */
let byLane: TestService;
let byStatements: TestService;
let lane: Lane;
let longWays = 0;
const detours: unknown[] = [];
const now = Date.UTC(2026, 10, 22, 12);

beforeAll(async () => {
  byLane = await createTestService(() => now);
  byStatements = await createTestService(() => now);
  lane = laneOn(byLane);
});
afterAll(async () => {
  await lane.stop();
  await byLane.drop();
  await byStatements.drop();
});

function laneOn(service: TestService): Lane {
  const { apply, tags } = service.engine;
  const counted: ApplyDeps = {
    ...apply,
    profiles: {
      ...apply.profiles,
      // Only the long way locks.
      lock: (sql, ids) => {
        longWays++;
        return apply.profiles.lock(sql, ids);
      },
    },
  };
  const onDetour = (error: unknown): void => {
    detours.push(error);
  };
  return createLane({ apply: counted, tags, databaseUrl: service.database.url, onDetour });
}

/** Park and Miller's generator. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const random = createRandom(7);
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
const newId = createEventIdSource(random);

function makeEvent(): object {
  const device = Math.floor(random() * 6);
  const at = now - Math.floor(random() * 40) * 3_600_000 - Math.floor(random() * 1_000);
  const ids = pick([
    { anonymousId: `d${device}` },
    { anonymousId: `d${device}` },
    { anonymousId: `d${device}`, userId: `u${device % 4}` },
    { userId: `u${device % 4}` },
  ]);
  const context = {
    page: {
      path: `/p/${device}`,
      url: `https://x.example/p/${device}`,
      title: 'Äpfel 😀 "quoted"',
      search: '',
    },
    locale: 'de-AT',
    timezone: 'Europe/Vienna',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0',
    ...(random() < 0.7 ? { sessionId: `s${Math.floor(at / 7_200_000)}` } : {}),
    ...(random() < 0.2 ? { odd: { nested: [1, 'two', null] } } : {}),
  };
  const common = { messageId: newId(at), timestamp: new Date(at).toISOString(), context, ...ids };
  const properties = { category: `Home > ${pick(['A', 'B'])}`, brand: 'Acme', price: 12.5, currency: 'EUR' };
  return pick([
    { ...common, type: 'page', properties: { metadata: { categories: ['Home > A'] } } },
    { ...common, type: 'track', event: 'Product Viewed', properties },
    { ...common, type: 'track', event: 'Products Searched', properties: { query: 'blaue Tasse' } },
    {
      ...common,
      type: 'track',
      event: 'Order Completed',
      properties: { order_id: newId(at), revenue: 30, currency: 'EUR', products: [properties] },
    },
    { ...common, type: 'track', event: 'Page Left', properties: { visibleMs: 1234.5 } },
    { ...common, type: 'identify', traits: { plan: pick(['free', 'pro']), 'a\\b': 'tab\there' } },
  ]);
}

function accept(values: readonly object[]): ApplyInput {
  return acceptEvents(
    values.map((value) => ({ value, defaults: { sentAt: now } })),
    { siteId: 1, receivedAt: now, source: 'http', newId: () => newId(now) },
  );
}

function sorted(changes: readonly MembershipChange[]): readonly string[] {
  return changes.map(({ profileId, segment, change }) => `${profileId} ${segment} ${change}`).sort();
}

/** What is stored, without what says only when or how often it was written. */
async function stored(sql: postgres.Sql): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const rows = async (query: string): Promise<readonly unknown[]> =>
    (await sql.unsafe<{ row: unknown }[]>(query)).map(({ row }) => row);
  return {
    events: await rows(`
      SELECT to_jsonb(e) - 'name_id' - 'page_id' - 'context_id' || jsonb_build_object(
        'name', t.value, 'page', p.value, 'context', c.value) AS row
      FROM likeness.events e LEFT JOIN likeness.texts t ON t.text_id = e.name_id
      LEFT JOIN likeness.contexts p ON p.context_id = e.page_id LEFT JOIN likeness.contexts c ON c.context_id = e.context_id
      ORDER BY e.event_id`),
    sessions: await rows('SELECT to_jsonb(s) AS row FROM likeness.session_rows s ORDER BY session_key'),
    identities: await rows('SELECT to_jsonb(i) AS row FROM likeness.identities i ORDER BY identity_key'),
    profiles: await rows(`
      SELECT to_jsonb(p) - 'version' - 'tag_ids' - 'tag_counts' - 'tag_fast' - 'tag_slow' - 'count_ids' - 'counts'
        - 'count_first_at' - 'count_last_at' AS row
      FROM likeness.profiles p ORDER BY profile_id`),
    // Not by the view, which decays to the time of reading.
    tags: await rows(`
      SELECT jsonb_build_array(profile_id, family, value, count, fast, slow) AS row
      FROM likeness.profiles, unnest(tag_ids, tag_counts, tag_fast, tag_slow) AS u (tag_id, count, fast, slow)
      JOIN likeness.tags USING (tag_id) ORDER BY profile_id, family, value`),
    counts: await rows('SELECT to_jsonb(c) AS row FROM likeness.profile_counts c ORDER BY to_jsonb(c)'),
    memberships: await rows(`
      SELECT jsonb_build_array(profile_id, segment_id, entered_at, left_at) AS row FROM likeness.segment_members
      ORDER BY profile_id, segment_id, membership_id`),
    checks: await rows('SELECT to_jsonb(c) AS row FROM likeness.segment_checks c ORDER BY profile_id'),
  };
}

it('leaves behind what plain statements leave behind, mostly by the short way', async () => {
  const sent: object[] = [];
  let batches = 0;
  for (; batches < 60; batches++) {
    const fresh = Array.from({ length: 1 + Math.floor(random() * 4) }, makeEvent);
    const retried = sent.length > 0 && random() < 0.1 ? [pick(sent)] : [];
    sent.push(...fresh);
    const input = accept([...fresh, ...retried]);
    const short = await lane.apply(input);
    const long = await applyBatch(byStatements.engine.apply, input);
    expect(short.fresh).toEqual(long.fresh);
    expect(short.profileIds).toEqual(long.profileIds);
    expect(sorted(short.segmentChanges)).toEqual(sorted(long.segmentChanges));
  }
  expect(await stored(byLane.engine.database.sql)).toEqual(await stored(byStatements.engine.database.sql));
  expect(detours).toEqual([]);
  expect(longWays).toBeLessThan(batches * 0.6);
  const refolded = await refoldProfiles(byLane.engine.apply, {
    mode: 'check',
    signal: new AbortController().signal,
  });
  expect(refolded).toMatchObject({ different: 0, events: sent.length });
});

it('takes the long way when another process changed a profile, and counts exactly once', async () => {
  const other = laneOn(byLane);
  const view = (n: number) => ({
    type: 'track',
    event: 'Seen',
    anonymousId: 'shared',
    messageId: newId(now + n),
    timestamp: new Date(now - 1_000 + n).toISOString(),
  });
  for (let n = 0; n < 12; n++) {
    // Both remember the profile, and each makes what the other remembers old.
    const input = accept([view(n)]);
    expect((await (n % 2 === 0 ? lane : other).apply(input)).fresh).toEqual([true]);
  }
  expect(detours.length).toBeGreaterThan(0);
  expect(JSON.stringify(detours)).toContain('22012');
  const [row] = await byLane.engine.database.sql<{ events: number }[]>`
    SELECT events::int FROM likeness.profiles WHERE profile_id = likeness.profile_id('shared')`;
  expect(row).toEqual({ events: 12 });
  await other.stop();
});

it('counts once what two processes take in at the same time', async () => {
  const other = laneOn(byLane);
  const event = (n: number) => ({
    type: 'track',
    event: 'Seen',
    anonymousId: 'twice',
    messageId: newId(now + n),
    timestamp: new Date(now - 5_000 + n).toISOString(),
  });
  await lane.apply(accept([event(0)]));
  for (let n = 1; n <= 10; n++) {
    const input = accept([event(n)]);
    const answers = await Promise.all([lane.apply(input), other.apply(input)]);
    expect(answers.filter(({ fresh }) => fresh[0]).length).toBe(1);
  }
  const [row] = await byLane.engine.database.sql<{ events: number }[]>`
    SELECT events::int FROM likeness.profiles WHERE profile_id = likeness.profile_id('twice')`;
  expect(row).toEqual({ events: 11 });
  await other.stop();
});

it('goes on after its connection was cut', async () => {
  const event = (n: number) => ({
    type: 'track',
    event: 'Seen',
    anonymousId: 'cut',
    messageId: newId(now + n),
    timestamp: new Date(now - 9_000 + n).toISOString(),
  });
  for (let n = 0; n < 4; n++) await lane.apply(accept([event(n)]));
  await byLane.engine.database.sql`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'likeness lane'`;
  for (let n = 4; n < 8; n++) await lane.apply(accept([event(n)]));
  const [row] = await byLane.engine.database.sql<{ events: number }[]>`
    SELECT events::int FROM likeness.profiles WHERE profile_id = likeness.profile_id('cut')`;
  expect(row).toEqual({ events: 8 });
});

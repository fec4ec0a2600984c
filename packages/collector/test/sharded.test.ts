import type { LikenessEvent } from '@likeness/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyBatch } from '../src/apply/apply-batch.ts';
import { erasePerson } from '../src/apply/erase-person.ts';
import { unmerge } from '../src/apply/unmerge.ts';
import { resolveConfig } from '../src/config/resolve-config.ts';
import { foldBacklog } from '../src/refold/fold-backlog.ts';
import { refoldProfiles } from '../src/refold/refold-profiles.ts';
import { createRandomEvents } from './apply/random-events.ts';
import { storedTables } from './apply/stored-tables.ts';
import { createTestService, type TestService } from './harness/test-service.ts';
import { compareWithReference } from './identity/compare-with-reference.ts';
import { createDraw, makeHousehold, shuffleWithRetries } from './identity/household.ts';
import { brokenRules } from './sharding/citus-rules.ts';
import { readShardedTables, type ShardedTables } from './sharding/sharded-tables.ts';
import { type PostgresTap, type TappedStatement, tapPostgres } from './sharding/tap-postgres.ts';

// Citus is in no package that the tests could install: its rules, as they were measured, are held against what is sent.
const now = Date.UTC(2026, 10, 22, 12);
const signal = new AbortController().signal;
let tables: ShardedTables;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  tables = await readShardedTables();
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

interface TappedService {
  readonly service: TestService;
  /** What it sent to Postgres since it started. */
  readonly sent: () => readonly TappedStatement[];
}

/** A collector whose statements are listened to; its segments are defined. */
async function start(config: object): Promise<TappedService> {
  const resolved = resolveConfig({
    ...config,
    webhooks: [{ name: 'crm', url: 'http://127.0.0.1:9/', secret: 'sixteen characters' }],
  });
  if (!resolved.ok) throw new Error('the configuration of the test is not valid');
  let tap: PostgresTap | undefined;
  const service = await createTestService(
    () => now,
    { config: resolved.value },
    async (url) => {
      tap = await tapPostgres(url);
      return tap.url;
    },
  );
  if (tap === undefined) throw new Error('nothing was listened to');
  const { statements } = tap;
  cleanups.push(service.drop, tap.stop);
  await service.scheduler.tick();
  const started = statements.length;
  return { service, sent: () => statements.slice(started) };
}

it('leaves behind what one server gets, by statements that keep the rules of Citus', async () => {
  const sharded = await start({ sharded: true });
  const single = await start({});
  const events = createRandomEvents(11, now);
  const sent: object[] = [];
  for (let batch = 0; batch < 40; batch++) {
    const fresh = Array.from({ length: 1 + Math.floor(events.random() * 12) }, events.make);
    if (batch % 5 === 0) fresh.push({ type: 'nothing' }, ...social(batch, events.newId(now)));
    const retried = sent.length > 0 ? [events.pick(sent), events.pick(fresh)] : [];
    sent.push(...fresh);
    const input = events.accept([...fresh, ...retried]);
    const answers = [
      await applyBatch(sharded.service.engine.apply, input),
      await applyBatch(single.service.engine.apply, input),
    ] as const;
    expect(answers[0].fresh).toEqual(answers[1].fresh);
    expect(answers[0].profileIds).toEqual(answers[1].profileIds);
  }
  expect(await storedTables(sharded.service.engine.database.sql)).toEqual(
    await storedTables(single.service.engine.database.sql),
  );
  expect(sharded.sent().length).toBeGreaterThan(500);
  expect(brokenRules(sharded.sent(), tables)).toEqual([]);
  // What finds nothing there must find something here.
  expect(new Set(brokenRules(single.sent(), tables).map(({ rule }) => rule)).size).toBeGreaterThan(2);
});

it('knows who is who, through log-ins, aliases, late news and their undoing, and erases, by statements that keep the rules', async () => {
  const { service, sent } = await start({ sharded: true });
  const all = Array.from({ length: 60 }, (_, i) =>
    makeHousehold(createDraw(i + 7), {
      name: String(i),
      firstEvent: i * 10,
      events: 10,
      span: { from: now - 86_400_000, minutes: 50 },
    }),
  );
  await applyAll(service, shuffleWithRetries(createDraw(99), all.flat()));
  const { compared, wrong } = await compareWithReference(service.engine.apply, all);
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(compared).toBeGreaterThan(240);
  const undone = await unmerge(service.engine.apply, {
    siteId: service.siteId,
    id: await linkedDevice(service),
    reason: 'the test',
  });
  expect(undone).toMatchObject({ ok: true });
  expect(brokenRules(sent(), tables)).toEqual([]);
  const changed = 'rows of several shards are changed: others who do so wait until the commit';
  const before = sent().length;
  const erased = await erasePerson(service.engine.apply, {
    siteId: service.siteId,
    id: 'user_id:u0-1',
    askedBy: 'http',
  });
  expect(erased?.counts.events).toBeGreaterThan(0);
  // Erasing is rare, and may make others wait.
  const broken = brokenRules(sent().slice(before), tables);
  expect(new Set(broken.map(({ rule }) => rule))).toEqual(new Set([changed]));
  expect(await refoldProfiles(service.engine.apply, { mode: 'check', signal })).toMatchObject({
    different: 0,
  });
});

it('keeps the rules when profiles are folded later', async () => {
  const { service, sent } = await start({ sharded: true, updates: { profiles: 'batch' } });
  const household = makeHousehold(createDraw(3), {
    name: 'later',
    firstEvent: 0,
    events: 30,
    span: { from: now - 86_400_000, minutes: 50 },
  });
  await applyAll(service, household);
  const { profiles } = await foldBacklog(service.engine.apply, signal);
  expect(profiles).toBeGreaterThan(0);
  expect((await compareWithReference(service.engine.apply, [household])).wrong).toEqual([]);
  expect(brokenRules(sent(), tables)).toEqual([]);
});

it('takes events over HTTP by the sharded forms', async () => {
  const { service, sent } = await start({ sharded: true });
  const event = { type: 'track', event: 'Seen', anonymousId: 'a', timestamp: new Date(now).toISOString() };
  for (const messageId of ['1', '2', '3', '3']) {
    expect((await service.send([{ ...event, messageId }])).status).toBe(200);
  }
  const written = sent().filter(({ text }) => text.includes('INTO likeness.events'));
  expect(written).toHaveLength(4);
  expect(brokenRules(sent(), tables)).toEqual([]);
});

it('has the distribution column in every unique key, once what the page says was executed', async () => {
  const { service } = await start({});
  const { sql } = service.engine.database;
  for (const statement of tables.preparation) await sql.unsafe(statement);
  const keys = await sql<{ table: string; key: string; columns: string[] }[]>`
    SELECT t.relname AS table, i.indexrelid::regclass::text AS key, ARRAY(
      SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = ANY(i.indkey::int2[])
    ) AS columns
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
    WHERE i.indisunique AND t.relnamespace = 'likeness'::regnamespace
      AND t.relname = ANY(${[...tables.distributed.keys()]})`;
  expect(new Set(keys.map(({ table }) => table))).toEqual(new Set(tables.distributed.keys()));
  for (const { table, key, columns } of keys) {
    expect(columns, key).toContain(tables.distributed.get(table));
  }
});

function social(n: number, messageId: string): readonly object[] {
  const properties = { recipient_id: `u${n % 4}` };
  return [{ type: 'track', event: 'User Followed', userId: 'u9', messageId, properties }];
}

async function applyAll({ engine, siteId }: TestService, sent: readonly LikenessEvent[]): Promise<void> {
  for (let from = 0; from < sent.length; from += 25) {
    const events = sent.slice(from, from + 25).map((event) => ({ siteId, receivedAt: now, event }));
    await applyBatch(engine.apply, { events, quarantined: [] });
  }
}

/** A device that has an owner. */
async function linkedDevice({ engine }: TestService): Promise<string> {
  const [row] = await engine.database.sql<{ value: string }[]>`
    SELECT value FROM likeness.identities WHERE owner_key IS NOT NULL ORDER BY value LIMIT 1`;
  return `anonymous_id:${row?.value}`;
}

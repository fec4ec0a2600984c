// One file though long: every test refolds the one history that is made at the top.
import type { LikenessEvent } from '@likeness/core';
import type postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncomingEvent } from '../src/apply/apply-batch.ts';
import { createLane, type Lane } from '../src/apply/lane.ts';
import { defaultConfig, resolveConfig } from '../src/config/resolve-config.ts';
import { foldBacklog } from '../src/refold/fold-backlog.ts';
import { RefoldRunningError, refoldEverybody } from '../src/refold/refold-everybody.ts';
import { refoldProfiles } from '../src/refold/refold-profiles.ts';
import { createEngine, type Engine } from '../src/service.ts';
import { advisoryLocks } from '../src/store/advisory-locks.ts';
import { finishRefoldPart, openRefold } from '../src/store/refold-store.ts';
import { runLikeness, runLikenessJson } from './harness/command-line.ts';
import { createTestService, type TestService } from './harness/test-service.ts';
import { compareWithReference } from './identity/compare-with-reference.ts';
import { createDraw, makeHousehold, shuffleWithRetries } from './identity/household.ts';

const start = Date.UTC(2026, 9, 1);
const day = 86_400_000;
let now = start + day;
let service: TestService;
let lane: Lane;
beforeAll(async () => {
  service = await createTestService(() => now);
  const { apply, tags } = service.engine;
  lane = createLane({ apply, tags, databaseUrl: service.database.url, onDetour: () => undefined });
});
afterAll(async () => {
  await lane.stop();
  await service.drop();
});

const households = 40;
/** A day of traffic of every household; `round` makes the days different. */
const makeDay = (round: number): readonly (readonly LikenessEvent[])[] =>
  Array.from({ length: households }, (_, i) =>
    makeHousehold(createDraw(i + 11 + 1_000 * round), {
      name: String(i),
      firstEvent: (round * households + i) * 20,
      events: 20,
      span: { from: start + round * day, minutes: 24 * 60 },
    }),
  );
const days = [makeDay(0), makeDay(1), makeDay(2)];

async function take(by: Pick<Lane, 'apply'>, sent: readonly LikenessEvent[]): Promise<void> {
  for (let from = 0; from < sent.length; from += 50) {
    const events = sent
      .slice(from, from + 50)
      .map((event): IncomingEvent => ({ siteId: service.siteId, receivedAt: now, event }));
    await by.apply({ events, quarantined: [] });
  }
}

const signal = new AbortController().signal;
const check = async () => await refoldProfiles(service.engine.apply, { mode: 'check', signal });
/** Makes every profile of the rows wrong, and another version. */
const spoil = async (): Promise<number> => {
  const { count } = await service.engine.database.sql`
    UPDATE likeness.profiles SET events = events + 1, version = version + 1 WHERE merged_into IS NULL`;
  return count;
};
const refold = (options: Partial<Parameters<typeof refoldEverybody>[1]> = {}) =>
  refoldEverybody(service.engine.apply, {
    mode: 'write',
    rulesDigest: 'rules',
    begin: 'where it stopped',
    signal,
    ...options,
  });

describe('a random day of traffic, late, doubled and merged', () => {
  it('leaves profiles that equal the reference and a fold of their events', async () => {
    await take(lane, shuffleWithRetries(createDraw(3), days[0]?.flat() ?? []));
    const { wrong, compared } = await compareWithReference(service.engine.apply, days[0] ?? []);
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(compared).toBeGreaterThan(200);
    expect(await check()).toMatchObject({
      different: 0,
      bounded: 0,
      events: 20 * households,
    });
  });

  it('is brought back by refolds that run while the next day comes in', async () => {
    now += day;
    const spoilt = await spoil();
    let isTaken = false;
    const taking = take(lane, shuffleWithRetries(createDraw(4), days[1]?.flat() ?? [])).finally(() => {
      isTaken = true;
    });
    // What comes in while they run must be neither lost nor doubled.
    let different = 0;
    while (!isTaken) different += (await refold()).counts.different;
    await taking;
    const open = await service.engine.database.sql`SELECT 1 FROM likeness.refolds WHERE finished_at IS NULL`;
    expect(open).toHaveLength(0);
    expect(different).toBeGreaterThan(0.5 * spoilt);
    const both = (days[0] ?? []).map((events, i) => [...events, ...(days[1]?.[i] ?? [])]);
    const { wrong } = await compareWithReference(service.engine.apply, both);
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(await check()).toMatchObject({ different: 0, bounded: 0, events: 40 * households });
  });

  it('is brought back by threads as well', async () => {
    const spoilt = await spoil();
    const threads = { count: 2, databaseUrl: service.database.url, configFile: undefined };
    expect((await refold({ threads })).counts).toMatchObject({ profiles: spoilt, different: spoilt });
    expect(await check()).toMatchObject({ different: 0 });
  });
});

/** Whether a statement waits for the lock of another, or a transaction is over. */
async function waitingOrDone(sql: postgres.Sql, transaction: Promise<unknown>) {
  const [row] =
    await sql`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  if (row !== undefined) return 'waiting';
  return await Promise.race([
    transaction.then(() => 'done' as const),
    sql`SELECT 1`.then(() => 'on its way' as const),
  ]);
}

describe('likeness refold', () => {
  it('goes on where it was cut short, in the part where it was', async () => {
    const spoilt = await spoil();
    const cut = new AbortController();
    let seen = 0;
    const first = refold({
      signal: cut.signal,
      onProgress: ({ counts }) => {
        seen = counts.profiles;
        if (seen > spoilt / 3) cut.abort();
      },
    });
    await expect(first).rejects.toThrow(/abort/);
    const [progress] = await service.engine.database.sql<{ profiles: number; total: number }[]>`
      SELECT profiles::int, profiles_total::int AS total FROM likeness.refold_progress WHERE finished_at IS NULL`;
    expect(progress).toEqual({ profiles: seen, total: spoilt });
    const { counts, before } = await refold();
    expect(before.profiles).toBe(seen);
    expect(counts).toMatchObject({ profiles: spoilt, different: spoilt });
    expect(await check()).toMatchObject({ different: 0 });
  });

  it('begins anew when the rules are others, or when asked to', async () => {
    for (const [again, options] of [
      ['other rules', { rulesDigest: 'others' }],
      ['asked to', { begin: 'anew' }],
    ] as const) {
      const cut = new AbortController();
      await expect(refold({ signal: cut.signal, onProgress: () => cut.abort() }), again).rejects.toThrow();
      expect((await refold(options)).before.profiles, again).toBe(0);
    }
  });

  it('is over when its last two parts end together', async () => {
    const { sql } = service.engine.database;
    const { refoldId } = await openRefold(sql, { rulesDigest: 'rules', begin: 'anew', now });
    await sql`UPDATE likeness.refold_parts SET finished_at = now() WHERE refold_id = ${refoldId} AND part > 1`;
    const first = Promise.withResolvers<void>();
    const noted = Promise.withResolvers<void>();
    const one = sql.begin(async (transaction) => {
      await finishRefoldPart(transaction, { refoldId, part: 0, now });
      noted.resolve();
      await first.promise;
    });
    await noted.promise;
    const other = sql.begin(async (transaction) => {
      await finishRefoldPart(transaction, { refoldId, part: 1, now });
    });
    // The other one waits for the first, or has not seen it.
    while ((await waitingOrDone(sql, other)) === 'on its way');
    first.resolve();
    await Promise.all([one, other]);
    const open = await sql`SELECT 1 FROM likeness.refolds WHERE finished_at IS NULL`;
    expect(open).toHaveLength(0);
  });

  it('says how to go on when it is asked to stop', async () => {
    const { code, err } = await runLikeness(['refold'], {
      databaseUrl: service.database.url,
      signal: AbortSignal.abort(),
    });
    expect({ code, err }).toMatchObject({
      code: 130,
      err: expect.stringMatching(/run the same command again/),
    });
    await refold({ begin: 'anew' });
  });

  it('runs once at a time', async () => {
    const { sql } = service.engine.database;
    const other = await sql.reserve();
    await other`SELECT pg_advisory_lock(${advisoryLocks.refold}::bigint)`;
    await expect(refold()).rejects.toBeInstanceOf(RefoldRunningError);
    await other`SELECT pg_advisory_unlock(${advisoryLocks.refold}::bigint)`;
    other.release();
    await refold();
  });

  it('refolds only the profiles that are named', async () => {
    const spoilt = await spoil();
    const database = { databaseUrl: service.database.url };
    const named = ['u0-1', 'd0-1', 'u1-2', '--site', 'test'];
    const done = await runLikenessJson(['refold', ...named], database);
    expect(Number(done.different)).toBeGreaterThan(1);
    expect(await check()).toMatchObject({ different: spoilt - Number(done.different) });
    expect((await runLikeness(['refold', 'nobody', '--site', 'test'], database)).err).toMatch(
      /no profile has/,
    );
    const { out, code, err } = await runLikeness(['refold', '--check'], database);
    expect({ out, code }).toMatchObject({ code: 1, out: expect.stringMatching(/differ from their events/) });
    expect(err).toMatch(/events is \d+, its events say \d+/);
    expect((await runLikeness(['refold'], database)).out).toMatch(/were brought in line/);
  });

  it('applies rules that changed to the past', async () => {
    const resolved = resolveConfig({ interests: { actionWeights: { view: 7 } } });
    if (!resolved.ok) throw new Error('the configuration of this test is not valid');
    const engine = createEngine({
      databaseUrl: service.database.url,
      now: () => now,
      config: resolved.value,
    });
    const weights = async () => {
      const [row] = await engine.database.sql<{ most: number }[]>`
        SELECT max(slow)::float8 AS most FROM likeness.profiles, unnest(tag_slow) AS slow`;
      return row?.most ?? 0;
    };
    const before = await weights();
    const options = { mode: 'write', begin: 'where it stopped', signal } as const;
    await refoldEverybody(engine.apply, { ...options, rulesDigest: resolved.value.rulesDigest });
    expect(resolved.value.rulesDigest).not.toBe(defaultConfig().rulesDigest);
    expect((await weights()) / before).toBeCloseTo(7, 3);
    await refold();
    expect(await weights()).toBeCloseTo(before, 3);
    await engine.stop();
  });
});

describe('the strategy batch', () => {
  let batch: Engine;
  beforeAll(() => {
    const resolved = resolveConfig({ updates: { profiles: 'batch' } });
    if (!resolved.ok) throw new Error('the configuration of this test is not valid');
    batch = createEngine({ databaseUrl: service.database.url, now: () => now, config: resolved.value });
  });
  afterAll(() => batch.stop());

  it('stores events at once and comes to the same profiles by its job', async () => {
    now += day;
    const { apply, tags } = batch;
    const byBatch = createLane({
      apply,
      tags,
      databaseUrl: service.database.url,
      onDetour: () => undefined,
    });
    const sent = shuffleWithRetries(createDraw(5), days[2]?.flat() ?? []);
    const third = Math.floor(sent.length / 3);
    await take(byBatch, sent.slice(0, third));
    const waiting = await check();
    expect(waiting).toMatchObject({
      different: 0,
      events: 40 * households + new Set(sent.slice(0, third)).size,
    });
    expect(Number(waiting.pending)).toBeGreaterThan(10);
    // A process that folds at once, and the job, run beside it.
    await Promise.all([
      take(byBatch, sent.slice(third, 2 * third)),
      take(lane, sent.slice(2 * third)),
      foldBacklog(apply, signal).then(async () => await foldBacklog(apply, signal)),
    ]);
    const { since } = await foldBacklog(apply, signal);
    expect(since ?? now).toBe(now);
    expect((await foldBacklog(apply, signal)).profiles).toBe(0);
    const all = (days[0] ?? []).map((events, i) => [
      ...events,
      ...(days[1]?.[i] ?? []),
      ...(days[2]?.[i] ?? []),
    ]);
    const { wrong } = await compareWithReference(apply, all);
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(await check()).toMatchObject({ different: 0, bounded: 0, pending: 0, events: 60 * households });
    await byBatch.stop();
  });
});

describe('a profile with more than it can hold', () => {
  it('is told apart by --check, and a wrong one is still found', async () => {
    const { apply } = service.engine;
    const viewsOf = (id: string, places: readonly number[]) =>
      places.map((place) => ({
        type: 'track',
        event: 'Product Viewed',
        messageId: `${id}-${place}`,
        anonymousId: id,
        timestamp: new Date(now - day + place * 60_000).toISOString(),
        properties: { name: `Product ${(place * 37) % 150}`, category: 'Tea' },
      }));
    const places = Array.from({ length: 240 }, (_, i) => i);
    const draw = createDraw(21);
    for (let i = 0; i < 3; i++) {
      const shuffled = [...places].sort(() => draw(3) - 1);
      for (let from = 0; from < 240; from += 60) {
        await service.send(viewsOf(`hoarder-${i}`, shuffled.slice(from, from + 60)));
      }
    }
    const found = await check();
    expect(found).toMatchObject({ different: 0 });
    expect(Number(found.bounded)).toBeGreaterThan(0);
    await apply.sql`
      UPDATE likeness.profiles SET events = events + 1 WHERE profile_id = likeness.profile_id('hoarder-0')`;
    expect(await check()).toMatchObject({ different: 1 });
    await refold();
    expect(await check()).toMatchObject({ different: 0, bounded: 0 });
  });
});

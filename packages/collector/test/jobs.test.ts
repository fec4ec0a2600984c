import { readyMadeSegments } from '@likeness/core';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveConfig } from '../src/config/resolve-config.ts';
import { createScheduler, type Job } from '../src/jobs/schedule.ts';
import { createService } from '../src/service.ts';
import { createJobLock, readJobs } from '../src/store/job-store.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

let now = Date.UTC(2026, 10, 20, 12);
let service: TestService;
beforeAll(async () => {
  service = await createTestService(() => now);
});
afterAll(() => service.drop());

/** A scheduler as another process would have it. */
function processWith(jobs: readonly Job[]) {
  return createScheduler({
    sql: service.engine.database.sql,
    lock: createJobLock(service.database.url),
    jobs,
    now: () => now,
    onError: () => undefined,
  });
}

describe('the scheduler', () => {
  it('runs a job on one process at a time, and on the other when that one is gone', async () => {
    await service.scheduler.stop();
    const ran: string[] = [];
    const jobOf = (name: string): Job => ({
      name: 'greet',
      everyMs: 1_000,
      run: () => {
        ran.push(name);
        return Promise.resolve({ rows: 1 });
      },
    });
    const one = processWith([jobOf('one')]);
    const other = processWith([jobOf('other')]);
    for (let i = 0; i < 3; i++) {
      await one.tick();
      await other.tick();
      now += 1_000;
    }
    expect(ran).toEqual(['one', 'one', 'one']);
    await one.stop();
    await other.tick();
    expect(ran).toEqual(['one', 'one', 'one', 'other']);
    await other.stop();
  });

  it('keeps the schedule in the database, with what the last run came to', async () => {
    const states: unknown[] = [];
    const scheduler = processWith([
      {
        name: 'count',
        everyMs: 60_000,
        run: ({ state }) => {
          states.push(state);
          return Promise.resolve({ rows: 7, lagMs: 1_500, state: { seen: states.length } });
        },
      },
    ]);
    await scheduler.tick();
    await scheduler.tick();
    now += 60_000;
    await scheduler.tick();
    await scheduler.stop();
    expect(states).toEqual([{}, { seen: 1 }]);
    const jobs = await readJobs(service.engine.database.sql);
    expect(jobs.find((job) => job.name === 'count')).toMatchObject({
      runs: 2,
      failures: 0,
      rows: 7,
      lagMs: 1_500,
      nextAt: now + 60_000,
    });
  });

  it('tries a job that failed again at its next time, and says what went wrong', async () => {
    let attempts = 0;
    const scheduler = processWith([
      {
        name: 'flaky',
        everyMs: 1_000,
        run: () => {
          attempts++;
          return attempts === 1 ? Promise.reject(new Error('no luck')) : Promise.resolve({ rows: 0 });
        },
      },
    ]);
    const error = async () => {
      const [row] = await service.engine.database.sql`
        SELECT last_error, failures::int FROM likeness.jobs WHERE name = 'flaky'`;
      return { ...row };
    };
    await scheduler.tick();
    expect(await error()).toEqual({ last_error: 'no luck', failures: 1 });
    now += 1_000;
    await scheduler.tick();
    expect(await error()).toEqual({ last_error: null, failures: 1 });
    await scheduler.stop();
  });

  it('goes on at once when a run says that there is more to do', async () => {
    let left = 3;
    const scheduler = processWith([
      {
        name: 'drain',
        everyMs: 3_600_000,
        run: () => {
          left--;
          return Promise.resolve({ rows: 1, ...(left > 0 ? { next: 'now' as const } : {}) });
        },
      },
    ]);
    for (let i = 0; i < 10; i++) await scheduler.tick();
    expect(left).toBe(0);
    await scheduler.stop();
  });
});

describe('update strategies', () => {
  const event = (anonymousId: string, messageId: string) => ({
    type: 'track',
    event: 'Product Viewed',
    messageId,
    anonymousId,
    timestamp: new Date(now).toISOString(),
    properties: { category: 'Tea' },
  });
  const members = async () => {
    const rows = await service.engine.database.sql<{ id: string }[]>`
      SELECT i.value AS id FROM likeness.segment_memberships m JOIN likeness.identities i USING (profile_id)
      WHERE m.segment = 'new' AND m.is_member ORDER BY 1`;
    return rows.map((row) => row.id);
  };
  const restart = async (config: object) => {
    const resolved = resolveConfig(config);
    if (!resolved.ok) throw new Error('the configuration of this test is not valid');
    return await createService({
      databaseUrl: service.database.url,
      log: pino({ level: 'fatal' }),
      now: () => now,
      random: Math.random,
      config: resolved.value,
      jobs: 'by hand',
    });
  };
  const send = async (to: { readonly app: { request: TestService['app']['request'] } }, batch: object[]) => {
    const body = JSON.stringify({ writeKey: service.writeKey, batch });
    expect((await to.app.request('/v1/batch', { method: 'POST', body })).status).toBe(200);
  };

  it('come to the same members: batch by its job, realtime at once', async () => {
    const batch = await restart({ updates: { segments: { strategy: 'batch', every: '15m' } } });
    await send(batch, [event('slow', 's1')]);
    expect(await members()).toEqual([]);
    now += 15 * 60_000;
    await batch.scheduler.tick();
    expect(await members()).toEqual(['slow']);
    await batch.stop();
    const realtime = await restart({});
    await send(realtime, [event('quick', 'q1')]);
    expect(await members()).toEqual(['quick', 'slow']);
    await realtime.stop();
  });

  it('fold profiles from their events again by schedule when they are hybrid', async () => {
    const { sql } = service.engine.database;
    await sql`UPDATE likeness.profiles SET events = events + 40 WHERE profile_id = likeness.profile_id('quick')`;
    const hybrid = await restart({ updates: { profiles: { strategy: 'hybrid', every: '1h' } } });
    now += 3_600_000;
    const runs = await hybrid.scheduler.tick();
    expect(runs.find((run) => run.name === 'profile-refold')).toMatchObject({ rows: 2 });
    const [row] =
      await sql`SELECT events::int FROM likeness.profiles WHERE profile_id = likeness.profile_id('quick')`;
    expect(row?.events).toBe(1);
    await hybrid.stop();
  });

  it('look at everybody again when a rule changes', async () => {
    const changed = await restart({ segments: { readyMade: { newDays: 1 } } });
    now += 2 * 86_400_000;
    for (let i = 0; i < 3; i++) await changed.scheduler.tick();
    expect(await members()).toEqual([]);
    const [row] = await service.engine.database.sql`
      SELECT in_words FROM likeness.segments WHERE name = 'new'`;
    expect(row?.in_words).toBe('days since the first event at most 1');
    await changed.stop();
    const without = await restart({ segments: { readyMade: false } });
    for (let i = 0; i < 3; i++) await without.scheduler.tick();
    const { sql } = service.engine.database;
    const open = await sql`SELECT 1 FROM likeness.segment_members WHERE left_at IS NULL`;
    expect(open).toHaveLength(0);
    const retired = await sql`SELECT name FROM likeness.segments WHERE retired_at IS NOT NULL`;
    expect(retired).toHaveLength(readyMadeSegments().length);
    await without.stop();
  });

  it('forget memberships that ended when their time is up, and no others', async () => {
    const { sql } = service.engine.database;
    const count = async () => {
      const [row] = await sql`
        SELECT count(*)::int AS all, count(left_at)::int AS ended FROM likeness.segment_members`;
      return { ...row };
    };
    const before = await count();
    expect(before.ended).toBeGreaterThan(0);
    now += 2 * 86_400_000;
    const forgetful = await restart({ retention: { memberships: '1d' } });
    await forgetful.scheduler.tick();
    const after = await count();
    expect(after.ended).toBe(0);
    await forgetful.stop();
  });

  it('fold profiles by their job when they are batch, also what another strategy finds left', async () => {
    const eventsOf = async (id: string) => {
      const [row] = await service.engine.database.sql<{ events: number }[]>`
        SELECT events::int FROM likeness.profiles WHERE profile_id = likeness.profile_id(${id})`;
      return row?.events;
    };
    const batch = await restart({ updates: { profiles: { strategy: 'batch', every: '15m' } } });
    await send(batch, [event('patient', 'p1'), event('patient', 'p2')]);
    expect(await eventsOf('patient')).toBeUndefined();
    now += 15 * 60_000;
    const runs = await batch.scheduler.tick();
    expect(runs.find((run) => run.name === 'profile-batch')).toMatchObject({ rows: 1, lagMs: 15 * 60_000 });
    expect(await eventsOf('patient')).toBe(2);
    await send(batch, [event('patient', 'p3')]);
    await batch.stop();
    const realtime = await restart({});
    await send(realtime, [event('patient', 'p4')]);
    expect(await eventsOf('patient')).toBe(3);
    now += 15 * 60_000;
    await realtime.scheduler.tick();
    expect(await eventsOf('patient')).toBe(4);
    await realtime.stop();
  });
});

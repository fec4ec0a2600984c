import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { afterEach, expect, inject, it } from 'vitest';
import { expectExactlyOnce } from './faults/expect-exactly-once.ts';
import { sendLoad } from './faults/fault-load.ts';
import { serveLikeness } from './faults/serve-likeness.ts';
import { mountSmallDisk } from './faults/small-disk.ts';
import { createTestDatabase } from './harness/test-database.ts';

// Each test ends with: every accepted event once, every profile equal to the fold of its events.
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const load = { batches: 40, batchSize: 20, senders: 6 };
const events = load.batches * load.batchSize;

it('keeps every event once when statements run into their time limit', { timeout: 120_000 }, async () => {
  const database = await createTestDatabase();
  cleanups.push(database.drop);
  const operator = postgres(database.url, { max: 1 });
  cleanups.push(() => operator.end());
  const running = await serveLikeness(database.url);
  cleanups.push(running.stop);
  const writeKey = await running.writeKey();
  await operator.unsafe(`ALTER DATABASE ${database.name} SET statement_timeout = '1s'`);
  // New connections only have the limit: the collector makes them after this.
  await running.kill();
  await operator`SET statement_timeout = 0`;
  const seen = await sendLoad({
    ...load,
    writeKey,
    url: running.url,
    onAnswered: async (answered) => {
      if (answered !== 20) return;
      await operator.begin(async (sql) => {
        await sql`LOCK TABLE likeness.profiles IN ACCESS EXCLUSIVE MODE`;
        await delay(3_000);
      });
    },
  });
  expect(seen.refused).toBeGreaterThan(0);
  expect(running.starts()).toBe(2);
  await expectExactlyOnce(database.url, events);
});

it('keeps every event once when it is the victim of deadlocks', { timeout: 120_000 }, async () => {
  const database = await createTestDatabase();
  cleanups.push(database.drop);
  const operator = postgres(database.url, { max: 2 });
  cleanups.push(() => operator.end());
  await operator.unsafe(`ALTER DATABASE ${database.name} SET deadlock_timeout = '500ms'`);
  const running = await serveLikeness(database.url);
  cleanups.push(running.stop);
  const someoneWaits = async (): Promise<boolean> => {
    const [row] = await operator<{ waits: boolean }[]>`
      SELECT count(*) > 0 AS waits FROM pg_stat_activity
      WHERE datname = ${database.name} AND wait_event_type = 'Lock'`;
    return row?.waits ?? false;
  };
  // Takes rows against the order that everybody keeps: first the last one, the others once somebody waits for it, who has
  // them already. It waits longer than the collector does before it looks for a deadlock: so the collector is the one that
  // finds it, and is ended.
  let isOver = false;
  const contrary = async (): Promise<void> => {
    for (let round = 0; round < 6 && !isOver; round++) {
      await operator
        .begin(async (sql) => {
          await sql`SET LOCAL deadlock_timeout = '3s'`;
          const lockDown = async (most: number): Promise<unknown> =>
            await sql`SELECT 1 FROM likeness.profiles ORDER BY profile_id DESC LIMIT ${most} FOR UPDATE`;
          await lockDown(1);
          await expect.poll(async () => isOver || (await someoneWaits()), { interval: 5 }).toBe(true);
          await lockDown(1_000);
        })
        // It may be the victim itself, and nobody may come any more.
        .catch(() => undefined);
    }
  };
  let contraries: Promise<void> | undefined;
  const seen = await sendLoad({
    ...load,
    writeKey: await running.writeKey(),
    url: running.url,
    onAnswered: async (answered) => {
      if (answered === 10) contraries = contrary();
      await Promise.resolve();
    },
  });
  isOver = true;
  await contraries;
  expect(seen.accepted + seen.duplicate).toBe(events);
  expect(running.starts()).toBe(1);
  await expectExactlyOnce(database.url, events);
  await expect
    .poll(async () => {
      const [row] = await operator<{ deadlocks: string }[]>`
        SELECT deadlocks FROM pg_stat_database WHERE datname = ${database.name}`;
      return Number(row?.deadlocks);
    })
    .toBeGreaterThan(0);
});

it('keeps every event once when the disk is full for a while', { timeout: 120_000 }, async ({ skip }) => {
  const disk = await mountSmallDisk(inject('postgresUrl'), 64);
  if (disk === undefined) skip('a small disk can be mounted on Linux by root only');
  else {
    cleanups.push(disk.remove);
    const database = await createTestDatabase({ tablespace: disk.tablespace });
    cleanups.push(database.drop);
    const running = await serveLikeness(database.url);
    cleanups.push(running.stop);
    let refusedAtLast = 0;
    const seen = await sendLoad({
      ...load,
      writeKey: await running.writeKey(),
      url: running.url,
      onAnswered: async (answered) => {
        if (answered === 10) await disk.fill();
      },
      onRefused: async (refused) => {
        refusedAtLast = refused;
        if (refused === 20) await disk.free();
      },
    });
    expect(refusedAtLast).toBeGreaterThanOrEqual(20);
    expect(seen.accepted + seen.duplicate).toBe(events);
    expect(running.starts()).toBe(1);
    await expectExactlyOnce(database.url, events);
  }
});

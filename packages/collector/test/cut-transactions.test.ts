import { once } from 'node:events';
import type postgres from 'postgres';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectDatabase, type Database } from '../src/store/connect.ts';
import { type CuttingProxy, createCuttingProxy } from './faults/cutting-proxy.ts';
import { createTestDatabase, type TestDatabase } from './harness/test-database.ts';

// What postgres.js does without our patch (patches/postgres@*.patch) is told at each test.
let database: TestDatabase;
let proxy: CuttingProxy;
let pool: Database;
let sql: postgres.Sql;

beforeEach(async () => {
  database = await createTestDatabase();
  const url = new URL(database.url);
  proxy = await createCuttingProxy(Number(url.port), () => Number.POSITIVE_INFINITY);
  url.port = String(proxy.port);
  // One connection, so that whoever comes next gets the one that was cut.
  pool = connectDatabase(url.href, { connections: 1 });
  sql = pool.sql;
  await sql`CREATE TABLE rows (name text)`;
});
afterEach(async () => {
  await pool.stop();
  await proxy.stop();
  await database.drop();
});

const names = async (): Promise<readonly string[]> =>
  (await sql<{ name: string }[]>`SELECT name FROM rows ORDER BY name`).map(({ name }) => name);
/** Resolves when a statement of ours sleeps in Postgres. */
async function sleeping(): Promise<void> {
  const watcher = connectDatabase(database.url, { connections: 1 });
  const count = async (): Promise<number> =>
    (
      await watcher.sql`SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event = 'PgSleep'`
    ).count;
  await expect.poll(count).toBe(1);
  await watcher.stop();
}
const failure = async (work: Promise<unknown>): Promise<unknown> =>
  await work.then(
    () => 'nothing failed',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );

it.each(['ended', 'reset'] as const)(
  'fails a transaction whose connection was %s between two statements',
  async (how) => {
    let second: unknown;
    const transaction = sql.begin(async (tx) => {
      await tx`INSERT INTO rows VALUES ('of a dead transaction')`;
      await proxy.cutAll(how);
      // Without the patch: a TypeError in nobody's promise, which ends the process.
      second = await failure(tx`INSERT INTO rows VALUES ('later')`);
      throw new Error('and its rollback');
    });
    expect(await failure(transaction)).toMatch(/CONNECTION_CLOSED|ECONNRESET/);
    await expect.poll(() => second).toMatch(/CONNECTION_CLOSED|ECONNRESET/);
    expect(await names()).toEqual([]);
  },
);

it('lets nothing of a dead transaction reach the one that has its connection now', async () => {
  const hold = new EventTarget();
  let late: unknown;
  const finished: Promise<void>[] = [];
  const dead = sql.begin((tx) => {
    const work = (async () => {
      await tx`INSERT INTO rows VALUES ('before')`;
      await proxy.cutAll('ended');
      await once(hold, 'go on');
      // Without the patch: this is written, and commits with the other transaction.
      late = await failure(tx`INSERT INTO rows VALUES ('after')`);
    })();
    finished.push(work);
    return work;
  });
  expect(await failure(dead)).toBe('CONNECTION_CLOSED');
  await sql.begin(async (tx) => {
    await tx`INSERT INTO rows VALUES ('another')`;
    hold.dispatchEvent(new Event('go on'));
    await Promise.all(finished);
    await tx`INSERT INTO rows VALUES ('another still')`;
  });
  expect(late).toBe('CONNECTION_CLOSED');
  expect(await names()).toEqual(['another', 'another still']);
});

it.each(['ended', 'reset'] as const)(
  'goes on after a connection was %s while a statement waited to be written',
  async (how) => {
    for (let n = 0; n < 5; n++) {
      await names();
      const cut = proxy.cutAll(how);
      // Without the patch: what waits is never written, and the next connection hangs behind it.
      const waiting = Promise.all([failure(names()), failure(sql.begin((tx) => tx`SELECT 1`))]);
      await cut;
      await waiting;
      await sql`INSERT INTO rows VALUES (${String(n)})`;
    }
    expect(await names()).toEqual(['0', '1', '2', '3', '4']);
  },
);

it('goes on after a reset during a statement of a transaction', async () => {
  const transaction = failure(sql.begin((tx) => tx`SELECT pg_sleep(60)`));
  await sleeping();
  await proxy.cutAll('reset');
  expect(await transaction).toMatch(/CONNECTION_CLOSED|ECONNRESET/);
  // Without the patch: the rollback, sent before the close, waits for ever, and all behind it, after the first.
  for (let n = 0; n < 3; n++) expect(await names()).toEqual([]);
});

it('fails every statement of a transaction, also those that wait for the ones before', async () => {
  let failed: readonly unknown[] = [];
  const transaction = sql.begin(async (tx) => {
    const slow = [0, 1, 2].map((n) => failure(tx`SELECT pg_sleep(60), ${n}::int`));
    await sleeping();
    await proxy.cutAll();
    // Without the patch: those that wait do so for ever.
    failed = await Promise.all(slow);
  });
  expect(await failure(transaction)).toBe('CONNECTION_CLOSED');
  await expect.poll(() => failed).toEqual(['CONNECTION_CLOSED', 'CONNECTION_CLOSED', 'CONNECTION_CLOSED']);
});

it('fails what is sent on a reserved connection that was cut, and takes another', async () => {
  const reserved = await sql.reserve();
  await reserved`SELECT 1`;
  await proxy.cutAll();
  // Without the patch: as in a transaction, the process ends; or it reaches whoever has the connection now.
  for (let n = 0; n < 3; n++) {
    expect(await failure(reserved`INSERT INTO rows VALUES (${String(n)})`)).toBe('CONNECTION_CLOSED');
  }
  reserved.release();
  expect(await names()).toEqual([]);
});

it.each(['reads on', 'stops reading'] as const)(
  'tells one who %s that the connection was cut between two pages',
  async (what) => {
    let pages = 0;
    const reading = (async () => {
      for await (const page of sql`SELECT generate_series(1, 10)`.cursor(2)) {
        pages += page.length / 2;
        await proxy.cutAll();
        // The connection is another's by now.
        await names();
        // Without the patch: its next page, or its end, is asked for on that.
        if (what === 'stops reading') break;
      }
    })();
    // Without the patch: the rows seem to end here.
    expect(await failure(reading)).toBe(what === 'reads on' ? 'CONNECTION_CLOSED' : 'nothing failed');
    expect(pages).toBe(1);
    for (let n = 0; n < 3; n++) expect(await names()).toEqual([]);
  },
);

it('answers what comes after a statement that the server ended, not with its error', async () => {
  const [row] = await sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  const sleeping = failure(sql`SELECT pg_sleep(60)`);
  const killer = connectDatabase(database.url, { connections: 1 });
  await expect
    .poll(
      async () =>
        (
          await killer.sql`SELECT pg_terminate_backend(${row?.pid ?? 0}) FROM pg_stat_activity
          WHERE pid = ${row?.pid ?? 0} AND query LIKE '%pg_sleep%'`
        ).count,
    )
    .toBe(1);
  expect(await sleeping).toBe('CONNECTION_CLOSED');
  await killer.stop();
  // Without the patch: 57P01, which ended the one before.
  expect(await names()).toEqual([]);
});

it('tells the first query when types cannot be read, which is asked before it', async () => {
  const admin = connectDatabase(database.url, { connections: 1 });
  const role = `role_${database.name}`;
  await admin.sql.unsafe(`CREATE ROLE ${role} LOGIN PASSWORD 'a-test-password'`);
  await admin.sql`REVOKE SELECT ON pg_catalog.pg_type FROM PUBLIC`;
  const url = Object.assign(new URL(database.url), { username: role, password: 'a-test-password' });
  const stranger = connectDatabase(url.href, { connections: 1 });
  // Without the patch: a rejection that nobody handles, which ends the process, as well.
  expect(await failure(stranger.sql`SELECT 1`)).toBe('42501');
  await stranger.stop();
  await admin.sql.unsafe(`DROP ROLE ${role}`);
  await admin.stop();
});

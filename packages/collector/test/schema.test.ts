import { readdir } from 'node:fs/promises';
import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectDatabase } from '../src/store/connect.ts';
import { migrateDatabase } from '../src/store/migrate.ts';
import { createPartitions } from '../src/store/partitions.ts';
import { createTestDatabase, type TestDatabase } from './harness/test-database.ts';

const schemaDir = new URL('../src/store/schema/', import.meta.url);

let database: TestDatabase;
let sql: postgres.Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  await migrateDatabase(database.url);
  sql = postgres(database.url, { max: 2, onnotice: () => undefined });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

it('comments every table, view, column and function', async () => {
  const missing = await sql<{ what: string }[]>`
    SELECT c.relname AS what FROM pg_class c
    WHERE c.relnamespace = 'likeness'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
      AND obj_description(c.oid, 'pg_class') IS NULL
    UNION ALL
    SELECT c.relname || '.' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'likeness'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
      AND a.attnum > 0 AND NOT a.attisdropped AND col_description(c.oid, a.attnum) IS NULL
    UNION ALL
    SELECT p.proname || '()' FROM pg_proc p
    WHERE p.pronamespace = 'likeness'::regnamespace AND obj_description(p.oid, 'pg_proc') IS NULL`;
  expect(missing.map((row) => row.what)).toEqual([]);
});

it('has in Postgres exactly the tables and columns that the code names', async () => {
  const rows = await sql<{ name: string; columns: string[] }[]>`
    SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attname::text) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'likeness'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND c.relname <> 'migrations'
    GROUP BY c.relname`;
  const inPostgres = new Map(rows.map((row) => [row.name, [...row.columns]]));
  const inCode = new Map<string, readonly string[]>();
  for (const file of await readdir(schemaDir)) {
    // A module is a record of what it exports.
    const module = (await import(new URL(file, schemaDir).href)) as Readonly<Record<string, unknown>>;
    for (const table of Object.values(module)) {
      if (!is(table, PgTable)) continue;
      const columns = Object.values(getTableColumns(table)).map((column) => column.name);
      inCode.set(
        getTableName(table),
        columns.sort((a, b) => (a < b ? -1 : 1)),
      );
    }
  }
  expect(Object.fromEntries(inPostgres)).toEqual(Object.fromEntries(inCode));
});

it('can be migrated again, and by two processes at once', async () => {
  await Promise.all([migrateDatabase(database.url), migrateDatabase(database.url)]);
  const [row] =
    await sql`SELECT count(*)::int AS migrations, count(DISTINCT hash)::int AS hashes FROM likeness.migrations`;
  expect(row?.migrations).toBe(row?.hashes);
});

it('makes the partitions of three months ahead, and the same month only once when two ask', async () => {
  const { sql: pool, stop } = connectDatabase(database.url);
  const now = Date.UTC(2031, 10, 30);
  await Promise.all([createPartitions(pool).ensureAhead(now), createPartitions(pool).ensureAhead(now)]);
  await stop();
  const rows = await sql<{ relname: string }[]>`
    SELECT relname FROM pg_class WHERE relname LIKE 'events\\_203%' AND relkind = 'r' ORDER BY 1`;
  expect(rows.map((row) => row.relname)).toEqual(['events_2031_11', 'events_2031_12', 'events_2032_01']);
});

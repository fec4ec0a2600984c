import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLikenessJson } from './harness/command-line.ts';
import { createTestDatabase, type TestDatabase } from './harness/test-database.ts';

const folder =
  process.env.LIKENESS_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const file = join(folder, 'online_retail_2010-12_2011-06.csv.gz');
const isThere = existsSync(file);
if (!isThere)
  console.warn(`SKIPPED online-retail.test.ts: there is no ${file}; LIKENESS_DATA names the folder`);

/** Rows of the file, as its description counts them. */
const rowCount = 240_007;

describe.skipIf(!isThere)('importing all of Online Retail', () => {
  let database: TestDatabase;
  let sql: postgres.Sql;
  let first: Readonly<Record<string, unknown>>;

  const importAll = (...flags: readonly string[]) =>
    runLikenessJson(['import', file, '--mapping', 'online-retail', ...flags], { databaseUrl: database.url });

  beforeAll(async () => {
    database = await createTestDatabase();
    sql = postgres(database.url, { max: 4, onnotice: () => undefined });
    first = await importAll();
    // The same file by Postgres alone: what the profiles must agree with.
    await sql`CREATE TABLE retail (invoice text, code text, description text, quantity numeric, at timestamp,
      price numeric, customer text, country text)`;
    const copy = await sql`COPY retail FROM STDIN WITH (FORMAT csv, HEADER)`.writable();
    await pipeline(createReadStream(file), createGunzip(), copy);
    await sql`CREATE TABLE invoices AS
      SELECT invoice, min(customer) AS customer, (array_agg(at ORDER BY ctid))[1] AS at, count(*) AS lines,
        sum(price * quantity) AS amount, sum(quantity) AS units, invoice LIKE 'C%' AS is_refund
      FROM (SELECT *, retail.ctid FROM retail) AS r GROUP BY invoice`;
  });
  afterAll(async () => {
    await sql.end({ timeout: 5 });
    await database.drop();
  });

  it('accounts for every row', async () => {
    expect(first).toMatchObject({
      state: 'finished',
      read: rowCount,
      imported: rowCount,
      duplicate: 0,
      quarantined: 0,
    });
    console.info(`online retail: ${rowCount} rows in ${first.seconds} s, ${first.rowsPerSecond} rows/s`);
    const [copied] = await sql<{ rows: number }[]>`SELECT count(*)::int AS rows FROM retail`;
    expect(copied?.rows).toBe(rowCount);
  });

  it('makes one event of each invoice, at the time of its first line', async () => {
    const [compared] = await sql`
      SELECT count(*)::int AS invoices, count(e.event_id)::int AS events,
        count(*) FILTER (WHERE e.occurred_at = i.at AT TIME ZONE 'UTC')::int AS at_its_time,
        count(*) FILTER (WHERE jsonb_array_length(e.properties -> 'products') = i.lines)::int AS with_all_lines
      FROM invoices i
      FULL JOIN likeness.event_log e ON e.properties ->> 'order_id' = i.invoice
        AND e.name = CASE WHEN i.is_refund THEN 'Order Refunded' ELSE 'Order Completed' END`;
    expect(compared).toEqual({
      invoices: 12_468,
      events: 12_468,
      at_its_time: 12_468,
      with_all_lines: 12_468,
    });
  });

  it('gives every customer and guest exactly the orders, revenue and refunds that SQL sums over the file', async () => {
    const differences = await sql`
      WITH by_file AS (
        SELECT coalesce('user ' || customer, 'anonymous guest:' || invoice) AS who,
          count(*) FILTER (WHERE NOT is_refund) AS orders,
          coalesce(sum(amount) FILTER (WHERE NOT is_refund), 0) AS revenue,
          coalesce(sum(units) FILTER (WHERE NOT is_refund), 0) AS items,
          count(*) FILTER (WHERE is_refund) AS refunds,
          coalesce(-sum(amount) FILTER (WHERE is_refund), 0) AS refunded
        FROM invoices GROUP BY who
      ), by_profile AS (
        SELECT i.kind || ' ' || i.value AS who, v.orders, v.revenue, v.items, v.refunds, v.refunded, v.currency
        FROM likeness.profile_value v JOIN likeness.identities i USING (profile_id)
      )
      SELECT f.*, p.* FROM by_file f FULL JOIN by_profile p USING (who)
      WHERE (f.orders, f.revenue, f.items, f.refunds, f.refunded, 'GBP')
        IS DISTINCT FROM (p.orders, p.revenue, p.items, p.refunds, p.refunded, p.currency)
      LIMIT 5`;
    expect([...differences]).toEqual([]);
  });

  it('agrees with the file in total, to the micro', async () => {
    const [total] = await sql`
      SELECT sum(orders)::int AS orders, sum(revenue) AS revenue, sum(refunds)::int AS refunds, sum(refunded) AS refunded
      FROM likeness.profile_value`;
    const [expected] = await sql`
      SELECT (count(DISTINCT invoice) FILTER (WHERE invoice NOT LIKE 'C%'))::int AS orders,
        sum(price * quantity) FILTER (WHERE invoice NOT LIKE 'C%') AS revenue,
        (count(DISTINCT invoice) FILTER (WHERE invoice LIKE 'C%'))::int AS refunds,
        -sum(price * quantity) FILTER (WHERE invoice LIKE 'C%') AS refunded
      FROM retail`;
    const numbers = (row: postgres.Row | undefined) =>
      Object.entries(row ?? {}).map(([k, v]) => [k, Number(v)]);
    expect(numbers(total)).toEqual(numbers(expected));
    expect(Number(total?.revenue)).toBeGreaterThan(4_000_000);
  });

  it('derives the category of every line from its description', async () => {
    const [found] = await sql`
      SELECT count(*)::int AS wrong
      FROM likeness.event_log e, jsonb_array_elements(e.properties -> 'products') AS line
      WHERE line ->> 'category' IS DISTINCT FROM
        (regexp_match(line ->> 'name', '([[:alpha:]]+)[^[:alpha:]]*$'))[1]`;
    expect(found?.wrong).toBe(0);
    const tags =
      await sql`SELECT 1 FROM likeness.profile_tags WHERE family = 'category' AND value = 'lantern' LIMIT 1`;
    expect(tags).toHaveLength(1);
  });

  it('changes nothing when it is run again, and counts duplicates when told to read again', async () => {
    const state = () => sql`SELECT profile_id, version, events FROM likeness.profiles ORDER BY profile_id`;
    const before = await state();
    expect(await importAll()).toMatchObject({ state: 'already-imported', read: rowCount });
    const again = { state: 'finished', read: rowCount, imported: 0, duplicate: rowCount, quarantined: 0 };
    expect(await importAll('--again')).toMatchObject(again);
    expect([...(await state())]).toEqual([...before]);
  });

  it('leaves profiles that equal a fold of their events', async () => {
    const refold = await runLikenessJson(['refold', '--check'], { databaseUrl: database.url });
    expect(refold).toMatchObject({ events: 12_468, different: 0 });
  });
});

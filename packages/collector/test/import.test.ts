import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { killHard, runLikeness, runLikenessJson, spawnLikeness } from './harness/command-line.ts';
import { createTestDatabase, type TestDatabase } from './harness/test-database.ts';

let database: TestDatabase;
let folder: string;
let sql: postgres.Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'likeness-import-test-'));
  sql = postgres(database.url, { max: 4, onnotice: () => undefined });
});
afterAll(async () => {
  await sql.end({ timeout: 5 });
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function write(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const importJson = (...args: readonly string[]) =>
  runLikenessJson(['import', ...args], { databaseUrl: database.url });

const track = (messageId: string, userId: string, more: object = {}) =>
  JSON.stringify({
    type: 'track',
    event: 'Product Viewed',
    messageId,
    userId,
    timestamp: '2024-03-01T10:00:00Z',
    properties: { category: 'Books' },
    ...more,
  });

const quarantined = (file: string) => sql<{ line: number; reason: string; raw: string }[]>`
  SELECT line::int AS line, reason, raw FROM likeness.quarantine WHERE source = ${`import:${file}`} ORDER BY line`;

const eventsOf = (userId: string) => sql`
  SELECT occurred_at, type, name, properties FROM likeness.event_log
  WHERE user_id = ${userId} ORDER BY occurred_at, name`;

it('imports NDJSON, counts what is there twice, and quarantines bad lines with their number and text', async () => {
  const lines = [
    track('n1', 'nina'),
    '{"type": "track", ',
    track('n1', 'nina'),
    '',
    track('n2', 'nina', { timestamp: 'yesterday' }),
    track('n3', 'nina', { sentAt: '2024-03-01T10:00:05Z', originalTimestamp: '2024-03-01T09:00:00Z' }),
    '[1]',
  ];
  const file = await write('events.ndjson', `${lines.join('\r\n')}\r\n`);
  const result = await importJson(file);
  expect(result).toMatchObject({ state: 'finished', read: 6, imported: 2, duplicate: 1, quarantined: 3 });
  expect([...(await quarantined('events.ndjson'))]).toEqual([
    { line: 2, reason: 'row: expected one JSON object, got string of 18', raw: '{"type": "track", ' },
    {
      line: 5,
      reason: expect.stringContaining('timestamp: expected an ISO 8601 time'),
      raw: expect.any(String),
    },
    { line: 7, reason: 'row: expected a JSON object, got array of 1', raw: '[1]' },
  ]);
});

it('keeps the time of archived events, whenever they were sent', async () => {
  const times = await sql`SELECT DISTINCT occurred_at FROM likeness.event_log WHERE user_id = 'nina'`;
  expect([...times]).toEqual([{ occurred_at: new Date('2024-03-01T10:00:00Z') }]);
});

it('changes nothing when a finished import is run again; --again counts duplicates', async () => {
  const file = join(folder, 'events.ndjson');
  const state = () => sql`
    SELECT (SELECT count(*) FROM likeness.events) AS events, (SELECT sum(version) FROM likeness.profiles) AS saves,
      (SELECT count(*) FROM likeness.quarantine) AS quarantined`;
  const before = await state();
  expect(await importJson(file)).toMatchObject({ state: 'already-imported', read: 6, imported: 2 });
  const again = { state: 'finished', read: 6, imported: 0, duplicate: 3, quarantined: 3 };
  expect(await importJson(file, '--again')).toMatchObject(again);
  expect([...(await state())]).toEqual([...before]);
});

it('recognises the same content under another name', async () => {
  await write('copy.ndjson', await readFile(join(folder, 'events.ndjson')));
  expect(await importJson(join(folder, 'copy.ndjson'))).toMatchObject({ state: 'already-imported' });
});

it('imports CSV whose columns are named like fields, with quotes, line ends in fields, BOM, CRLF and gzip', async () => {
  const text =
    '\uFEFF"event",userId,timestamp,messageId,properties.note,price\r\n' +
    'Note Written,carl,2024-01-01T00:00:00Z,c1,"said ""hi"",\r\nthen left",1.5\r\n' +
    'Note Written,carl,2024-01-02,c2,plain,\r\n' +
    'Note Written,carl,2024-01-03,c3,"broken"x,1\r\n' +
    'too,few\r\n' +
    'Note Written,,2024-01-04,c4,nobody,1\r\n';
  const file = await write('notes.csv.gz', gzipSync(text));
  expect(await importJson(file)).toMatchObject({ read: 5, imported: 2, duplicate: 0, quarantined: 3 });
  expect((await eventsOf('carl')).map((event) => event.properties)).toEqual([
    { note: 'said "hi",\r\nthen left', price: '1.5' },
    { note: 'plain' },
  ]);
  expect((await quarantined('notes.csv.gz')).map(({ line, reason }) => [line, reason])).toEqual([
    [5, expect.stringContaining('row: expected a quoted field')],
    [6, 'row: expected 6 columns, got array of 2'],
    [7, 'anonymousId: expected "anonymousId" or "userId", got nothing'],
  ]);
});

it('maps columns by flags, and groups rows that are not next to each other into one event', async () => {
  const file = await write(
    'orders.csv',
    'order,who,when,sku,price,n\n1,gil,2024-05-01T10:00,A,2.5,2\n2,,2024-05-01T10:05,B,1,1\n1,gil,2024-05-01T10:01,C,0.1,3\n1,gil,2024-05-01T10:01,D,free,1\n',
  );
  const flags = [
    ...['--group-by', '{order}', '--message-id', 'order-{order}', '--event', 'Order Completed'],
    ...['--user-id', '{who}', '--anonymous-id', 'guest:{order}', '--timestamp', '{when}'],
    ...['--property', 'currency=EUR', '--property', 'order_id={order}'],
    ...['--item', 'products.sku={sku}', '--item', 'products.price={price:number}'],
    ...['--item', 'products.quantity={n:number}'],
  ];
  expect(await importJson(file, ...flags)).toMatchObject({ read: 4, imported: 3, quarantined: 1 });
  const [event] = await eventsOf('gil');
  expect(event).toMatchObject({
    occurred_at: new Date('2024-05-01T10:00:00Z'),
    properties: {
      currency: 'EUR',
      order_id: '1',
      products: [
        { sku: 'A', price: 2.5, quantity: 2 },
        { sku: 'C', price: 0.1, quantity: 3 },
      ],
    },
  });
  const value = await sql`
    SELECT orders::int AS orders, revenue::float8 AS revenue FROM likeness.profile_value
    WHERE profile_id IN (likeness.profile_id('gil'), likeness.profile_id('guest:2')) ORDER BY revenue`;
  expect([...value]).toEqual([
    { orders: 1, revenue: 1 },
    { orders: 1, revenue: 5.3 },
  ]);
  expect([...(await quarantined('orders.csv'))]).toEqual([
    { line: 5, reason: 'price: expected a number, got string of 4', raw: '1,gil,2024-05-01T10:01,D,free,1' },
  ]);
});

it('takes an order of more lines than a stranger may send', async () => {
  const products = Array.from({ length: 3_000 }, (_, i) => ({ sku: `sku-${i}`, price: 1, quantity: 1 }));
  const line = track('big', 'wholesaler', {
    event: 'Order Completed',
    properties: { currency: 'EUR', products },
  });
  const file = await write('big.ndjson', line);
  expect(await importJson(file)).toMatchObject({ read: 1, imported: 1 });
  const [value] = await sql`
    SELECT revenue::int AS revenue FROM likeness.profile_value WHERE profile_id = likeness.profile_id('wholesaler')`;
  expect(value?.revenue).toBe(3_000);
});

it('reads standard input, names events without id and time by their line, and does so again', async () => {
  const stdin =
    '{"type":"identify","userId":"std","traits":{"a":1}}\n{"type":"identify","userId":"std","traits":{"a":1}}\n';
  const options = { databaseUrl: database.url, stdin };
  const once = await runLikenessJson(['import', '-', '--format', 'ndjson'], options);
  expect(once).toMatchObject({ file: '-', read: 2, imported: 2 });
  const again = await runLikenessJson(['import', '-', '--format', 'ndjson', '--again'], options);
  expect(again).toMatchObject({ read: 2, imported: 0, duplicate: 2 });
});

it('says in one line what is wrong with the call', async () => {
  const csv = await write('columns.csv', 'a,b\n1,2\n');
  const fail = async (...args: readonly string[]) => {
    const { code, err } = await runLikeness(['import', ...args], { databaseUrl: database.url });
    expect(code).toBe(2);
    return err;
  };
  expect(await fail()).toContain('name the file to import');
  expect(await fail(join(folder, 'missing.csv'))).toContain('there is no file');
  expect(await fail(folder)).toContain('cannot be read to its end (EISDIR)');
  const damaged = gzipSync(randomBytes(200_000).toString('hex')).subarray(0, 100_000);
  expect(await fail(await write('damaged.ndjson.gz', damaged))).toContain(
    'cannot be read to its end (Z_BUF_ERROR)',
  );
  expect(await fail(csv, '--user-id', '{who}')).toContain('does not have: who; it has a, b');
  expect(await fail(csv, '--user-id', '{a:roman}')).toContain('a filter that exists, which "roman" is not');
  expect(await fail(csv, '--mapping', 'nonesuch')).toContain('a preset: online-retail');
  expect(await fail(csv, '--site', 'elsewhere')).toContain('there is no site elsewhere');
  expect(await fail(await write('x.bin', ''))).toContain('--format ndjson or --format csv');
});

it('goes on after SIGKILL where it was: every row counted once, every event there once', {
  timeout: 180_000,
}, async () => {
  const rows = 20_000;
  const run = randomBytes(4).toString('hex');
  const bad = (i: number) => i % 1_000 === 500;
  const header = 'order,line,who,when,price';
  // Two lines an order; the second comes after the first lines of the next ten orders.
  const lines = Array.from({ length: rows }, (_, i) => {
    const [block, place] = [Math.floor(i / 20), i % 20];
    const order = block * 10 + (place % 10);
    const when = new Date(Date.UTC(2024, 5, 1) + order * 60_000).toISOString();
    return `${run}-${order},${Math.floor(place / 10)},${run}-${order % 3_000},${when},${bad(i) ? 'x' : 1}`;
  });
  const file = await write('killed.csv', `${header}\n${lines.join('\n')}\n`);
  const flags = ['--group-by', '{order}', '--message-id', '{order}', '--event', 'Order Completed'];
  const args = [
    ...['import', file, '--json', ...flags, '--user-id', '{who}', '--timestamp', '{when}'],
    ...['--property', 'currency=EUR', '--item', 'products.price={price:number}'],
  ];
  const progress = async () => {
    const [row] = await sql<{ read: number; finished: boolean }[]>`
      SELECT rows_read::int AS read, finished_at IS NOT NULL AS finished FROM likeness.imports WHERE file = 'killed.csv'`;
    return row ?? { read: 0, finished: false };
  };
  let before = 0;
  for (let kill = 1; kill <= 2; kill++) {
    const child = spawnLikeness(args, database.url);
    await vi.waitFor(async () => expect((await progress()).read).toBeGreaterThan(before), {
      timeout: 60_000,
      interval: 20,
    });
    await killHard(child);
    const { read, finished } = await progress();
    expect(finished).toBe(false);
    expect(read).toBeLessThan(rows);
    before = read;
  }
  const result = await runLikenessJson(
    args.filter((arg) => arg !== '--json'),
    { databaseUrl: database.url },
  );
  const badRows = lines.filter((_, i) => bad(i)).length;
  expect(result).toMatchObject({
    state: 'finished',
    readBefore: expect.any(Number),
    read: rows,
    imported: rows - badRows,
    duplicate: 0,
    quarantined: badRows,
  });
  expect(Number(result.readBefore)).toBeGreaterThanOrEqual(before);
  const [stored] = await sql`
    SELECT count(*)::int AS events, sum(jsonb_array_length(properties -> 'products'))::int AS lines
    FROM likeness.event_log WHERE user_id LIKE ${`${run}-%`}`;
  expect(stored).toEqual({ events: rows / 2, lines: rows - badRows });
  expect((await quarantined('killed.csv')).map(({ line }) => line)).toEqual(
    lines.flatMap((_, i) => (bad(i) ? [i + 2] : [])),
  );
});

it('leaves profiles that equal a fold of their events', async () => {
  const refold = await runLikenessJson(['refold', '--check'], { databaseUrl: database.url });
  expect(refold).toMatchObject({ different: 0 });
});

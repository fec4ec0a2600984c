import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFile } from '../src/import/import-file.ts';
import { openInputFile } from '../src/import/input-file.ts';
import { inspectColumns } from '../src/import/inspect-columns.ts';
import { traitsMapping } from '../src/import/plan-traits.ts';
import { createTraitSources, type TraitSources } from './harness/trait-sources.ts';

let sources: TraitSources;
beforeAll(async () => {
  sources = await createTraitSources();
});
afterAll(() => sources.drop());

const sql = () => sources.service.engine.database.sql;
const day = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const importTraits = (...args: readonly string[]) => sources.importWith(['traits', ...args]);
const importJson = (...args: readonly string[]) => sources.importJson(['traits', ...args]);

describe('import traits', () => {
  const csv = [
    'user_id,email,age,member,since,postcode,likes',
    'anna,anna@example.com,34,yes,2020-05-01,0815,tea;mugs',
    'ben,,41,no,2021-12-24,1010,',
    ',nobody@example.com,20,yes,2022-01-01,8010,ink',
    'cem,cem@example.com,29,no,2019-02-28,8020,"ink',
    'dee,dee@example.com,57,yes,2018-07-07,6020,tea',
  ].join('\n');
  let crm: string;
  beforeAll(async () => {
    await sources.identify('anna', { email: 'old@example.com', city: 'Graz' }, day(10));
    crm = await sources.write('crm.csv', csv.replace('"ink', 'ink'));
  });

  it('shows what it would do, and does nothing until somebody says yes', async () => {
    const { code, err } = await importTraits(crm);
    expect(code).toBe(2);
    expect(err.split('\n').map((line) => line.trimEnd())).toEqual([
      'crm.csv: 5 rows; 1 of users that are known, 3 of new ones; 1 without an id, for quarantine',
      '  column    trait     type     filled  for example',
      expect.stringMatching(/^ {2}email +email +text +4 /),
      '  age       age       number   5       34, 41, 20',
      '  member    member    boolean  5       yes, no',
      '  since     since     date     5       2020-05-01, 2021-12-24, 2022-01-01',
      '  postcode  postcode  text     5       0815, 1010, 8010',
      '  likes     likes     text     4       tea;mugs, ink, tea',
      'likeness: Import these traits? Nothing was done: say --yes',
      '',
    ]);
    const declined = await sources.importWith(['traits', crm], { isInteractive: true, stdin: 'n\n' });
    expect(declined.code).toBe(1);
    expect(await sources.traitsOf('ben')).toEqual({});
  });

  it('gives each user the traits of their row, typed, and quarantines what cannot be read with its line', async () => {
    const args = [
      'traits',
      crm,
      '--source',
      'crm',
      '--trait',
      'likes=likes:list',
      '--trait',
      'age=age',
      '--trait',
      'mail=email',
      '--trait',
      'since=since',
      '--trait',
      'member=member',
    ];
    const { code, out } = await sources.importWith(args, { isInteractive: true, stdin: 'yes\n' });
    expect(code).toBe(0);
    expect(out).toContain('5 rows read = 4 imported + 0 duplicate + 1 quarantined');
    expect(await sources.traitsOf('anna')).toEqual({
      age: [34, 'crm'],
      city: ['Graz', '@likeness/sdk'],
      email: ['old@example.com', '@likeness/sdk'],
      likes: [['tea', 'mugs'], 'crm'],
      mail: ['anna@example.com', 'crm'],
      member: [true, 'crm'],
      since: ['2020-05-01', 'crm'],
    });
    expect(await sources.traitsOf('ben')).toEqual({
      age: [41, 'crm'],
      member: [false, 'crm'],
      since: ['2021-12-24', 'crm'],
    });
    const bad =
      await sql()`SELECT line::int, reason FROM likeness.quarantine WHERE source = 'import:crm.csv'`;
    expect([...bad]).toEqual([{ line: 4, reason: 'user_id: expected an id of the user, got nothing' }]);
  });

  it('changes nothing when it is run again', async () => {
    const args = [crm, '--source', 'crm', '--trait', 'age=age'];
    const first = await importJson(...args);
    expect(first).toMatchObject({ state: 'finished', imported: 4 });
    const state = async () => {
      const [row] = await sql()`SELECT (SELECT count(*)::int FROM likeness.events) AS events,
        (SELECT jsonb_agg(traits ORDER BY profile_id) FROM likeness.profiles) AS traits`;
      return { ...row };
    };
    const before = await state();
    expect(await importJson(...args)).toMatchObject({ state: 'already-imported' });
    expect(await importJson(...args, '--again')).toMatchObject({
      imported: 0,
      duplicate: 4,
      quarantined: 1,
    });
    expect(await state()).toEqual(before);
  });

  it('takes JSON arrays and NDJSON, plain or gzip, with their own types', async () => {
    const rows = [
      { id: 'jay', vip: true, code: '007', seen: '2026-01-31', wishes: ['a', 'b'] },
      { id: 'kim', vip: false, code: '008', seen: '2026-02-01', wishes: [] },
    ];
    const list = await sources.write('list.json.gz', gzipSync(JSON.stringify(rows, null, 2)));
    expect(await importJson(list)).toMatchObject({ imported: 2, quarantined: 0 });
    expect(await sources.traitsOf('jay')).toEqual({
      code: ['007', 'import'],
      seen: ['2026-01-31', 'import'],
      vip: [true, 'import'],
      wishes: [['a', 'b'], 'import'],
    });
    const lines = await sources.write('lines.ndjson', `{"anonymous_id":"lamp","hue":3}\n{"anonymous_id":\n`);
    expect(await importJson(lines)).toMatchObject({ imported: 1, quarantined: 1 });
    expect(await sources.traitsOf('lamp')).toEqual({ hue: [3, 'import'] });
  });

  it.each([
    [['no-such-file.csv'], 'there is no file no-such-file.csv'],
    [[], 'import traits needs one file'],
  ])('says what is wrong: %j', async (args, message) => {
    const { code, err } = await importTraits(...args);
    expect({ code, err }).toEqual({ code: 2, err: `likeness: ${message}\n` });
  });

  it('asks nobody when the file itself comes by standard input', async () => {
    const { code, err } = await sources.importWith(['traits', '-', '--format', 'csv'], {
      isInteractive: true,
      stdin: 'id,age\nzed,3\n',
    });
    expect(code).toBe(2);
    expect(err).toContain('standard input holds the file');
    expect(await sources.traitsOf('zed')).toEqual({});
  });

  it('names the columns when it is asked for one that is not there', async () => {
    expect((await importTraits(crm, '--user-id', 'uid')).err).toContain(
      '--user-id names the column uid; the file has user_id, email',
    );
    const anonymous = await sources.write('nameless.csv', 'mail,age\na@b.c,3\n');
    expect((await importTraits(anonymous)).err).toContain('which column says whose row it is?');
  });
});

it('goes on where it was interrupted, also within a JSON array, and counts every row once', async () => {
  const rows = Array.from({ length: 2_500 }, (_, i) => ({ id: `row ${i}`, number: i }));
  const path = await sources.write('many.json', JSON.stringify(rows));
  const file = await openInputFile(path, () => Readable.from([]));
  const inspected = await inspectColumns(file, 'json', () => undefined);
  if (!inspected.ok) throw new Error(inspected.error);
  const traits = [{ column: 'number', trait: 'number', type: 'as is' }] as const;
  const run = async (stopping: AbortController) =>
    await importFile(
      {
        siteId: sources.service.siteId,
        file,
        format: 'json',
        mapping: traitsMapping({ userId: 'id', source: 'crm', traits }),
        mappingText: 'many',
        readRow: inspected.value.readRow,
        start: inspected.value.start,
        whenFinished: 'keep',
      },
      {
        apply: sources.service.engine.apply,
        keepPlan: undefined,
        keptSince: undefined,
        signal: stopping.signal,
        now: Date.now,
        onBegin: () => undefined,
        onProgress: () => stopping.abort(),
      },
    );
  const first = await run(new AbortController());
  expect(first).toMatchObject({ state: 'interrupted' });
  expect(first.read).toBeGreaterThan(0);
  expect(first.read).toBeLessThan(rows.length);
  let last = first;
  while (last.state === 'interrupted') last = await run(new AbortController());
  expect(last).toMatchObject({ state: 'finished', read: 2_500, imported: 2_500, duplicate: 0 });
  const [sum] = await sql()`
    SELECT count(*)::int AS users, sum(text::int)::int AS sum FROM likeness.profile_traits WHERE name = 'number'`;
  expect({ ...sum }).toEqual({ users: 2_500, sum: (2_499 * 2_500) / 2 });
});

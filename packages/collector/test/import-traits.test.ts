import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describeIssue } from '@likeness/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveConfig } from '../src/config/resolve-config.ts';
import { importFile } from '../src/import/import-file.ts';
import { openInputFile } from '../src/import/input-file.ts';
import { inspectColumns } from '../src/import/inspect-columns.ts';
import { traitsMapping } from '../src/import/plan-traits.ts';
import { runLikeness, runLikenessJson } from './harness/command-line.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

/** The CRM is believed before everybody; a survey counts as if it had been answered 30 days later. */
const trusting = { traits: { priority: ['crm'], lead: { 'survey:*': '30d' } } } as const;

let service: TestService;
let folder: string;
let configFile: string;
beforeAll(async () => {
  const config = resolveConfig(trusting);
  if (!config.ok) throw new Error(config.error.map(describeIssue).join());
  service = await createTestService(Date.now, { config: config.value });
  folder = await mkdtemp(join(tmpdir(), 'likeness-traits-test-'));
  configFile = await write('likeness.config.mjs', `export default ${JSON.stringify(trusting)};`);
});
afterAll(async () => {
  await service.drop();
  await rm(folder, { recursive: true, force: true });
});

const sql = () => service.engine.database.sql;
async function write(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}
const options = (more: object = {}) => ({ databaseUrl: service.database.url, ...more });
const common = () => ['--site', 'test', '--config', configFile];
const importTraits = (...args: readonly string[]) =>
  runLikeness(['import', 'traits', ...args, ...common()], options());
const importTraitsJson = (...args: readonly string[]) =>
  runLikenessJson(['import', 'traits', ...args, ...common(), '--yes'], options());
const identify = (userId: string, traits: object, timestamp: string) =>
  service.send([
    {
      type: 'identify',
      userId,
      traits,
      timestamp,
      messageId: `${userId} ${timestamp}`,
      context: { library: { name: '@likeness/sdk' } },
    },
  ]);
async function traitsOf(id: string): Promise<Readonly<Record<string, unknown>>> {
  const rows = await sql()<{ name: string; value: unknown; source: string | null }[]>`
    SELECT name, value, source FROM likeness.profile_traits WHERE profile_id = likeness.profile_id(${id}) ORDER BY name`;
  return Object.fromEntries(rows.map(({ name, value, source }) => [name, [value, source]]));
}
const day = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

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
    await identify('anna', { email: 'old@example.com', city: 'Graz' }, day(10));
    crm = await write('crm.csv', csv.replace('"ink', 'ink'));
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
    const args = ['import', 'traits', crm, ...common()];
    const declined = await runLikeness(args, options({ isInteractive: true, stdin: 'n\n' }));
    expect(declined.code).toBe(1);
    expect(await traitsOf('ben')).toEqual({});
  });

  it('gives each user the traits of their row, typed, and quarantines what cannot be read with its line', async () => {
    const args = [
      'import',
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
    const { code, out } = await runLikeness(
      [...args, ...common()],
      options({ isInteractive: true, stdin: 'yes\n' }),
    );
    expect(code).toBe(0);
    expect(out).toContain('5 rows read = 4 imported + 0 duplicate + 1 quarantined');
    expect(await traitsOf('anna')).toEqual({
      age: [34, 'crm'],
      city: ['Graz', '@likeness/sdk'],
      email: ['old@example.com', '@likeness/sdk'],
      likes: [['tea', 'mugs'], 'crm'],
      mail: ['anna@example.com', 'crm'],
      member: [true, 'crm'],
      since: ['2020-05-01', 'crm'],
    });
    expect(await traitsOf('ben')).toEqual({
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
    const first = await importTraitsJson(...args);
    expect(first).toMatchObject({ state: 'finished', imported: 4 });
    const state = async () => {
      const [row] = await sql()`SELECT (SELECT count(*)::int FROM likeness.events) AS events,
        (SELECT jsonb_agg(traits ORDER BY profile_id) FROM likeness.profiles) AS traits`;
      return { ...row };
    };
    const before = await state();
    expect(await importTraitsJson(...args)).toMatchObject({ state: 'already-imported' });
    expect(await importTraitsJson(...args, '--again')).toMatchObject({
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
    const list = await write('list.json.gz', gzipSync(JSON.stringify(rows, null, 2)));
    expect(await importTraitsJson(list)).toMatchObject({ imported: 2, quarantined: 0 });
    expect(await traitsOf('jay')).toEqual({
      code: ['007', 'import'],
      seen: ['2026-01-31', 'import'],
      vip: [true, 'import'],
      wishes: [['a', 'b'], 'import'],
    });
    const lines = await write('lines.ndjson', `{"anonymous_id":"lamp","hue":3}\n{"anonymous_id":\n`);
    expect(await importTraitsJson(lines)).toMatchObject({ imported: 1, quarantined: 1 });
    expect(await traitsOf('lamp')).toEqual({ hue: [3, 'import'] });
  });

  it.each([
    [['no-such-file.csv'], 'there is no file no-such-file.csv'],
    [[], 'import traits needs one file'],
  ])('says what is wrong: %j', async (args, message) => {
    const { code, err } = await importTraits(...args);
    expect({ code, err }).toEqual({ code: 2, err: `likeness: ${message}\n` });
  });

  it('asks nobody when the file itself comes by standard input', async () => {
    const args = ['import', 'traits', '-', '--format', 'csv', ...common()];
    const { code, err } = await runLikeness(args, options({ isInteractive: true, stdin: 'id,age\nzed,3\n' }));
    expect(code).toBe(2);
    expect(err).toContain('standard input holds the file');
    expect(await traitsOf('zed')).toEqual({});
  });

  it('names the columns when it is asked for one that is not there', async () => {
    expect((await importTraits(crm, '--user-id', 'uid')).err).toContain(
      '--user-id names the column uid; the file has user_id, email',
    );
    const anonymous = await write('nameless.csv', 'mail,age\na@b.c,3\n');
    expect((await importTraits(anonymous)).err).toContain('which column says whose row it is?');
  });
});

it('goes on where it was interrupted, also within a JSON array, and counts every row once', async () => {
  const rows = Array.from({ length: 2_500 }, (_, i) => ({ id: `row ${i}`, number: i }));
  const path = await write('many.json', JSON.stringify(rows));
  const file = await openInputFile(path, () => Readable.from([]));
  const inspected = await inspectColumns(file, 'json', () => undefined);
  if (!inspected.ok) throw new Error(inspected.error);
  const traits = [{ column: 'number', trait: 'number', type: 'as is' }] as const;
  const run = async (stopping: AbortController) =>
    await importFile(
      {
        siteId: service.siteId,
        file,
        format: 'json',
        mapping: traitsMapping({ userId: 'id', source: 'crm', traits }),
        mappingText: 'many',
        readRow: inspected.value.readRow,
        start: inspected.value.start,
        whenFinished: 'keep',
      },
      {
        apply: service.engine.apply,
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

describe('when sources disagree', () => {
  it('lets the more trusted one stand, keeps the other in the history, and agrees with a refold', async () => {
    const file = await write('crm2.csv', `user_id,plan,said\nlou,gold,${day(300)}\n`);
    await identify('lou', { plan: 'basic', city: 'Linz' }, day(2));
    await importTraitsJson(file, '--source', 'crm', '--at', 'said');
    await identify('lou', { plan: 'free' }, day(1));
    expect(await traitsOf('lou')).toMatchObject({ plan: ['gold', 'crm'], city: ['Linz', '@likeness/sdk'] });
    const history = await sql()`
      SELECT text, source, is_current, previous FROM likeness.trait_history
      WHERE profile_id = likeness.profile_id('lou') AND name = 'plan' ORDER BY stated_at`;
    expect([...history]).toEqual([
      { text: 'gold', source: 'crm', is_current: true, previous: null },
      { text: 'basic', source: '@likeness/sdk', is_current: false, previous: 'gold' },
      { text: 'free', source: '@likeness/sdk', is_current: false, previous: 'basic' },
    ]);
    expect(await runLikenessJson(['refold', '--check', '--config', configFile], options())).toMatchObject({
      different: 0,
    });
  });

  it('lets a survey stand until others are newer by its lead', async () => {
    const map = await write(
      'map.json',
      JSON.stringify({
        name: 'spring-2026',
        userId: 'who',
        at: 'when',
        questions: {
          Q1: { trait: 'household', type: 'number' },
          Q2: { motive: 'saving time', scale: [1, 5] },
          Q3: { value: 'fairness', answers: { no: 0, yes: 1 } },
        },
      }),
    );
    const answers = await write(
      'answers.csv',
      `who,when,Q1,Q2,Q3\nmia,${day(40)},3,5,yes\nnoa,${day(40)},2,9,no\n`,
    );
    const survey = ['import', 'survey', answers, '--questions', map, '--yes', ...common()];
    expect(await runLikenessJson(survey, options())).toMatchObject({ imported: 1, quarantined: 1 });
    expect(await runLikenessJson(survey, options())).toMatchObject({ state: 'already-imported' });
    await identify('mia', { household: 1 }, day(20));
    expect(await traitsOf('mia')).toMatchObject({ household: [3, 'survey:spring-2026'] });
    await identify('mia', { household: 4 }, day(9));
    expect(await traitsOf('mia')).toMatchObject({ household: [4, '@likeness/sdk'] });
    const { body } = await service.read('/v1/profiles/mia');
    expect(body).toMatchObject({
      psychographics: { stated: { 'motive.saving time': 1, 'value.fairness': 1 } },
    });
    const stated = await sql()`
      SELECT name, strength, source FROM likeness.profile_stated WHERE profile_id = likeness.profile_id('mia') ORDER BY name`;
    expect([...stated]).toEqual([
      { name: 'motive.saving time', strength: 1, source: 'survey:spring-2026' },
      { name: 'value.fairness', strength: 1, source: 'survey:spring-2026' },
    ]);
    const [bad] =
      await sql()`SELECT line::int, reason FROM likeness.quarantine WHERE source = 'import:answers.csv'`;
    expect({ ...bad }).toEqual({ line: 3, reason: 'Q2: expected a number from 1 to 5, got string of 1' });
  });

  it('treats a server library as a source of its own', async () => {
    const event = {
      type: 'identify',
      userId: 'olu',
      traits: { plan: 'pro' },
      context: { library: { name: 'analytics-node' } },
    };
    await service.send([event]);
    expect(await traitsOf('olu')).toEqual({ plan: ['pro', 'analytics-node'] });
  });
});

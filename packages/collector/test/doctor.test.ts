import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLikeness, runLikenessJson } from './harness/command-line.ts';
import { createTestDatabase } from './harness/test-database.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

let service: TestService;
beforeAll(async () => {
  service = await createTestService();
});
afterAll(() => service.drop());

interface Report {
  readonly state: string;
  readonly checks: readonly { readonly name: string; readonly state: string; readonly found: string }[];
}
/** `doctor --json` prints a report. */
const examine = async (databaseUrl: string, ...args: readonly string[]) =>
  (await runLikenessJson(['doctor', ...args], { databaseUrl })) as unknown as Report;

it('names the settings that endanger events, and fails', async () => {
  const databaseUrl = service.database.url;
  const { state, checks } = await examine(databaseUrl);
  const stateOf = (name: string) => checks.find((check) => check.name === name)?.state;
  // The server of the tests runs without fsync.
  expect({ state, fsync: stateOf('fsync'), full_page_writes: stateOf('full_page_writes') }).toEqual({
    state: 'fail',
    fsync: 'fail',
    full_page_writes: 'fail',
  });
  for (const name of ['configuration', 'version', 'clock', 'privileges', 'partitions', 'profiles', 'jobs']) {
    expect(stateOf(name), name).toBe('ok');
  }
  const { code, out } = await runLikeness(['doctor'], { databaseUrl });
  expect(code).toBe(1);
  expect(out).toMatch(/^fail {2}fsync +off\n +→ Set fsync = on/m);
});

it('says that an empty database has no schema yet', async () => {
  const empty = await createTestDatabase();
  const { checks } = await examine(empty.url);
  expect(checks.find(({ name }) => name === 'schema')).toMatchObject({
    state: 'warn',
    found: 'not there yet',
  });
  await empty.drop();
});

it('says that a database cannot be reached, without its password', async () => {
  const { code, out } = await runLikeness(['doctor'], { databaseUrl: 'postgres://u:secret@127.0.0.1:1/d' });
  expect(code).toBe(1);
  expect(out).toMatch(/^fail {2}database +127\.0\.0\.1:1\/d cannot be asked: .*ECONNREFUSED/m);
  expect(out).not.toContain('secret');
});

it('tells a configuration that forgets how the tables lie', async () => {
  const { sql } = service.engine.database;
  // As Citus keeps it, in a schema that is searched as well.
  await sql`CREATE TABLE public.pg_dist_partition AS SELECT 'likeness.events'::regclass AS logicalrelid`;
  const forgetful = await examine(service.database.url);
  await sql`DROP TABLE public.pg_dist_partition`;
  expect(forgetful.checks.find(({ name }) => name === 'placement')?.state).toBe('fail');
  expect((await examine(service.database.url)).checks.map(({ name }) => name)).not.toContain('placement');
});

it('says what is wrong with the configuration', async () => {
  const file = join(tmpdir(), `likeness-doctor-${service.database.name}.ts`);
  await writeFile(file, 'export default { retention: { deliveries: "soon" } };\n');
  const { checks } = await examine(service.database.url, '--config', file);
  expect(checks[0]).toMatchObject({ name: 'configuration', state: 'fail' });
  expect(checks[0]?.found).toContain('retention.deliveries');
});

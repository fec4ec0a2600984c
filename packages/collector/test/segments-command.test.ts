import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLikeness } from './harness/command-line.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

let service: TestService;
let dir: string;
const likeness = async (...args: readonly string[]) =>
  await runLikeness(args, { databaseUrl: service.database.url });

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'likeness-segments-'));
  service = await createTestService();
  const hello = (anonymousId: string) => ({
    type: 'track',
    event: 'Hello',
    messageId: anonymousId,
    anonymousId,
    timestamp: new Date().toISOString(),
    properties: {},
  });
  await service.send([hello('ann'), hello('b,"en'), hello('=1+1')]);
});
afterAll(async () => {
  await service.drop();
  await rm(dir, { recursive: true });
});

it('lists the segments in words, with their members', async () => {
  const { code, out } = await likeness('segments', 'list');
  expect(code).toBe(0);
  expect(out).toMatch(/^new {18} {8}3 {2}First seen within 7 days\.$/m);
  expect(out).toMatch(/^ +days since the first event at most 7$/m);
});

it('exports members as NDJSON and as CSV that no spreadsheet runs', async () => {
  const { out } = await likeness('segments', 'export', 'new');
  const members = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).anonymousIds[0]);
  expect(new Set(members)).toEqual(new Set(['ann', 'b,"en', '=1+1']));
  const { out: csv } = await likeness('segments', 'export', 'new', '--format', 'csv');
  const lines = csv.trim().split('\n');
  expect(lines[0]).toBe('profileId,userId,anonymousId,enteredAt');
  expect(lines).toHaveLength(4);
  expect(csv).toContain(',"b,""en",');
  expect(csv).toContain(",'=1+1,");
});

it('checks that rows, SQL and rules agree, and fails when somebody meddled', async () => {
  expect(await likeness('segments', 'check')).toMatchObject({ code: 0 });
  const { sql } = service.engine.database;
  await sql`UPDATE likeness.segment_members SET left_at = now(), left_by = 'rule'
    WHERE profile_id = likeness.profile_id('ann')`;
  const { code, out } = await likeness('segments', 'check');
  expect(code).toBe(1);
  expect(out).toMatch(/^new +rows 2, SQL 3, rule 3: 1 profiles differ$/m);
});

it('says what it cannot do', async () => {
  expect(await likeness('segments', 'export', 'nobody')).toMatchObject({
    code: 2,
    err: expect.stringContaining('there is no segment nobody'),
  });
  expect((await likeness('segments', 'export')).code).toBe(2);
  expect((await likeness('segments', 'burn')).err).toContain('list, export, check or resend');
  const config = join(dir, 'likeness.config.ts');
  await writeFile(config, 'export default { webhooks: [{ name: "crm" }] };');
  const { code, err } = await likeness('segments', 'list', '--config', config);
  expect(code).toBe(2);
  expect(err).toContain('webhooks.0.url: expected a value, got nothing');
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { unmerge } from '../src/apply/unmerge.ts';
import { resolveConfig } from '../src/config/resolve-config.ts';
import { refoldProfiles } from '../src/refold/refold-profiles.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

const day = 86_400_000;
let now = Date.UTC(2026, 5, 20, 12);
let service: TestService;
beforeAll(async () => {
  const config = resolveConfig({ retention: { events: '60d', quarantine: '30d' } });
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  service = await createTestService(() => now, { config: config.value });
});
afterAll(() => service.drop());

const viewed = (messageId: string, at: number) => ({
  type: 'track',
  event: 'Product Viewed',
  messageId,
  timestamp: new Date(at).toISOString(),
  anonymousId: 'reader',
  properties: { brand: 'Acme' },
});
const partitions = async () =>
  (
    await service.engine.database.sql<{ name: string }[]>`
      SELECT relname AS name FROM pg_class JOIN pg_inherits ON inhrelid = oid
      WHERE inhparent = 'likeness.events'::regclass ORDER BY 1`
  ).map(({ name }) => name);

it('drops whole months once all of them is older than the retention; profiles keep what they learned', async () => {
  expect((await service.send([viewed('april', Date.UTC(2026, 3, 25))])).body).toMatchObject({ accepted: 1 });
  expect((await service.send([viewed('june', now - day)])).body).toMatchObject({ accepted: 1 });
  await service.scheduler.tick();
  expect(await partitions()).toContain('events_2026_04');

  now = Date.UTC(2026, 6, 5);
  await service.scheduler.tick();
  expect(await partitions()).toEqual([
    'events_2026_06',
    'events_2026_07',
    'events_2026_08',
    'events_2026_09',
  ]);
  const { sql } = service.engine.database;
  expect([...(await sql`SELECT partition, before FROM likeness.dropped_events`)]).toEqual([
    { partition: 'events_2026_04', before: new Date(Date.UTC(2026, 4, 1)) },
  ]);
  expect((await service.read('/v1/profiles/reader')).body).toMatchObject({ events: 2 });
});

it('takes no event that is older than what is kept: a retry of it could not be told from a new one', async () => {
  const { body } = await service.send([viewed('april', Date.UTC(2026, 3, 25)), viewed('july', now - day)]);
  expect(body).toMatchObject({ accepted: 1, quarantined: 1 });
  const [row] = await service.engine.database.sql<{ reason: string }[]>`
    SELECT reason FROM likeness.quarantine`;
  expect(row?.reason).toMatch(/^timestamp: expected a time since 2026-05-01/);
  expect((await service.read('/v1/profiles/reader')).body).toMatchObject({ events: 3 });
});

it('leaves a profile as it is that could not be folded again', async () => {
  const { apply } = service.engine;
  const signal = new AbortController().signal;
  await apply.sql`UPDATE likeness.profiles SET version = version + 1, events = 7`;
  expect(await refoldProfiles(apply, { mode: 'write', signal })).toMatchObject({
    incomplete: 1,
    different: 0,
  });
  expect((await service.read('/v1/profiles/reader')).body).toMatchObject({ events: 7 });
  await apply.sql`UPDATE likeness.profiles SET version = version + 1, events = 3`;
  const identify = { ...viewed('login', now - day), type: 'identify', userId: 'ann' };
  expect((await service.send([identify])).body).toMatchObject({ accepted: 1 });
  const undone = await unmerge(apply, { siteId: service.siteId, id: 'reader', reason: 'test' });
  expect(undone).toMatchObject({ ok: false, error: { code: 'events-dropped' } });
});

it('forgets what was in quarantine for long enough', async () => {
  now += 31 * day;
  await service.scheduler.tick();
  const [row] = await service.engine.database.sql<{ count: string }[]>`
    SELECT count(*) FROM likeness.quarantine`;
  expect(row?.count).toBe('0');
});

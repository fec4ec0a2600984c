import { expect, it } from 'vitest';
import type { DatabaseFacts, SchemaFacts } from './database-facts.ts';
import { judgeDatabase } from './judge-database.ts';

const now = Date.UTC(2026, 10, 20);
const gigabyte = 1024 ** 3;

const schema: SchemaFacts = {
  mayWrite: true,
  mayCreatePartitions: true,
  placement: 'one server',
  partitions: ['events_2026_11', 'events_2026_12', 'events_2027_01'],
  profiles: { updates: 1e6, hotUpdates: 0.99e6, live: 1e5, dead: 1e3 },
  jobs: [{ name: 'segment-sweep', everyMs: 60_000, nextAt: now + 1_000, lastError: undefined }],
  quarantined: 0,
};
const healthy: DatabaseFacts = {
  version: 180_001,
  isStandby: false,
  settings: {
    fsync: 'on',
    fullPageWrites: 'on',
    synchronousCommit: 'on',
    autovacuum: 'on',
    timeZone: 'UTC',
    maxWalBytes: 4 * gigabyte,
    sharedBufferBytes: gigabyte,
    maxConnections: 100,
  },
  connections: 10,
  clock: { theirs: now, before: now - 1, after: now + 1 },
  mayCreateSchema: true,
  schema,
  disk: { freeBytes: 100 * gigabyte, totalBytes: 200 * gigabyte },
};
const settings = (changed: Partial<DatabaseFacts['settings']>) => ({
  settings: { ...healthy.settings, ...changed },
});
const within = (changed: Partial<SchemaFacts>) => ({ schema: { ...schema, ...changed } });

it('finds nothing to do on a healthy database', () => {
  const checks = judgeDatabase(healthy);
  expect(checks.filter(({ state }) => state !== 'ok')).toEqual([]);
  expect(checks.every(({ advice }) => advice === undefined)).toBe(true);
});

it.each<[string, Partial<DatabaseFacts>, 'warn' | 'fail']>([
  ['version', { version: 140_010 }, 'warn'],
  ['version', { isStandby: true }, 'fail'],
  ['fsync', settings({ fsync: 'off' }), 'fail'],
  ['full_page_writes', settings({ fullPageWrites: 'off' }), 'fail'],
  ['synchronous_commit', settings({ synchronousCommit: 'off' }), 'fail'],
  ['autovacuum', settings({ autovacuum: 'off' }), 'fail'],
  ['max_wal_size', settings({ maxWalBytes: gigabyte }), 'warn'],
  ['shared_buffers', settings({ sharedBufferBytes: gigabyte / 8 }), 'warn'],
  ['TimeZone', settings({ timeZone: 'Europe/Vienna' }), 'warn'],
  ['connections', { connections: 85 }, 'warn'],
  ['clock', { clock: { theirs: now + 5_000, before: now, after: now + 1 } }, 'warn'],
  ['clock', { clock: { theirs: now - 120_000, before: now, after: now + 1 } }, 'fail'],
  ['disk', { disk: { freeBytes: 5 * gigabyte, totalBytes: 100 * gigabyte } }, 'warn'],
  ['disk', { disk: { freeBytes: gigabyte, totalBytes: 100 * gigabyte } }, 'fail'],
  ['schema', { schema: undefined }, 'warn'],
  ['schema', { schema: undefined, mayCreateSchema: false }, 'fail'],
  ['privileges', within({ mayWrite: false }), 'fail'],
  ['privileges', within({ mayCreatePartitions: false }), 'fail'],
  ['partitions', within({ partitions: ['events_2026_11'] }), 'warn'],
  ['profiles', within({ profiles: { ...schema.profiles, hotUpdates: 5e5 } }), 'warn'],
  ['profiles', within({ profiles: { ...schema.profiles, dead: 2e5 } }), 'warn'],
  [
    'jobs',
    within({ jobs: [{ name: 'a', everyMs: 60_000, nextAt: now - 600_000, lastError: undefined }] }),
    'warn',
  ],
  ['jobs', within({ jobs: [{ name: 'a', everyMs: 60_000, nextAt: now, lastError: 'no space' }] }), 'warn'],
  ['quarantine', within({ quarantined: 3 }), 'warn'],
])('says what is wrong with %s (%j)', (name, changed, state) => {
  const found = judgeDatabase({ ...healthy, ...changed }).filter((check) => check.state !== 'ok');
  expect(found).toEqual([{ name, state, found: expect.any(String), advice: expect.stringMatching(/\.$/) }]);
});

it('forgives a long way to the database what only seems a difference of clocks', () => {
  const clock = { theirs: now + 4_000, before: now, after: now + 9_000 };
  expect(judgeDatabase({ ...healthy, clock }).find(({ name }) => name === 'clock')?.state).toBe('ok');
});

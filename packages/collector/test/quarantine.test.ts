import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLikeness, runLikenessJson } from './harness/command-line.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

let service: TestService;
beforeAll(async () => {
  service = await createTestService();
});
afterAll(() => service.drop());

const likeness = (...args: readonly string[]) =>
  runLikeness(['quarantine', ...args], { databaseUrl: service.database.url });
const likenessJson = (...args: readonly string[]) =>
  runLikenessJson(['quarantine', ...args], { databaseUrl: service.database.url });

interface Entry {
  readonly id: number;
  readonly reason: string;
  readonly raw: string;
  readonly replayedAt: string | null;
}
/** `quarantine list --json` prints a list of entries. */
const entries = async (...flags: readonly string[]) =>
  JSON.parse((await likeness('list', '--json', ...flags)).out) as readonly Entry[];

/** More keys than a stranger may send, fewer than an operator may replay. */
const large = {
  type: 'track',
  event: 'Order Completed',
  messageId: 'large',
  anonymousId: 'quinn',
  timestamp: '2026-11-01T10:00:00Z',
  properties: {
    currency: 'EUR',
    revenue: 12,
    products: Array.from({ length: 1_500 }, (_, i) => ({ sku: i })),
  },
};

it('lists what was not accepted and why, and shows one entry whole', async () => {
  const { body } = await service.send([large, { type: 'track', anonymousId: 'quinn' }]);
  expect(body).toMatchObject({ accepted: 0, quarantined: 2 });
  const { out } = await likeness('list');
  expect(out.split('\n').filter((line) => line !== '')).toHaveLength(2);
  expect(out).toMatch(/http {2}properties\S*: expected at most 2000 keys and items/);
  const [first] = (await entries()).filter(({ raw }) => raw.includes('"large"'));
  const shown = await likeness('show', String(first?.id));
  expect(shown.out).toContain('site test');
  expect(shown.out).toContain('"messageId":"large"');
});

it('replays what is acceptable now, once, at its own time, and keeps the rest with its reason', async () => {
  expect(await likenessJson('replay', '--all')).toEqual({ accepted: 1, duplicate: 0, failing: 1 });
  const { code, err } = await likeness('replay', '--all');
  expect(code).toBe(1);
  expect(err).toContain('event: expected the name of the event');
  const [value] = await service.engine.database.sql`
    SELECT v.orders::int AS orders, v.revenue::int AS revenue, v.last_order_at
    FROM likeness.profile_value v WHERE profile_id = likeness.profile_id('quinn')`;
  expect(value).toEqual({ orders: 1, revenue: 12, last_order_at: new Date('2026-11-01T10:00:00Z') });
  expect(await entries()).toHaveLength(1);
  const all = await entries('--all');
  expect(all.filter(({ replayedAt }) => replayedAt !== null).map(({ raw }) => raw)).toEqual([
    expect.stringContaining('"large"'),
  ]);
});

it('counts an event that came in another way as duplicate', async () => {
  const late = { ...large, messageId: 'late' };
  await service.send([late]);
  const [entry] = (await entries()).filter(({ raw }) => raw.includes('"late"'));
  await service.send([{ ...late, properties: { revenue: 12 } }]);
  expect(await likenessJson('replay', String(entry?.id))).toEqual({ accepted: 0, duplicate: 1, failing: 0 });
});

it('keeps with a bad event what its request said about it', async () => {
  const context = { campaign: { source: 'letter' } };
  const bad = { ...large, type: undefined, messageId: 'shared', anonymousId: 'rhea' };
  await service.send([{ ...bad, type: 'track' }], { context });
  const [entry] = (await entries()).filter(({ raw }) => raw.includes('"shared"'));
  expect(await likenessJson('replay', String(entry?.id))).toMatchObject({ accepted: 1 });
  const [event] = await service.engine.database.sql`
    SELECT context FROM likeness.event_log WHERE anonymous_id = 'rhea'`;
  expect(event?.context).toEqual(context);
});

it('leaves a row of a file that is no event where it is', async () => {
  const file = join(tmpdir(), `likeness-quarantine-${service.database.name}.ndjson`);
  await writeFile(file, '{"type":\n');
  await runLikeness(['import', file], { databaseUrl: service.database.url });
  const [entry] = (await entries()).filter(({ raw }) => raw === '{"type":');
  expect((await likeness('replay', String(entry?.id))).code).toBe(1);
});

it('says in one line what is wrong with the call', async () => {
  expect((await likeness('replay')).err).toContain('needs numbers of entries, or --all');
  expect((await likeness('show', '999999')).err).toContain('there is no entry 999999');
  expect((await likeness('show', 'x')).err).toContain('must be a whole number above 0, not x');
  expect((await likeness('drop')).code).toBe(2);
});

import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createService } from '../src/service.ts';
import { runLikeness, runLikenessJson } from './harness/command-line.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

let service: TestService;
beforeAll(async () => {
  service = await createTestService();
});
afterAll(() => service.drop());

const sql = () => service.engine.database.sql;
const commandLine = () => ({ databaseUrl: service.database.url });
let sequence = 0;
const track = (ids: object, event: string, properties: object = {}, more: object = {}) => ({
  type: 'track',
  event,
  messageId: `m${sequence++}`,
  timestamp: new Date(Date.now() - 60_000 + sequence).toISOString(),
  context: { sessionId: `s of ${JSON.stringify(ids)}` },
  ...ids,
  properties,
  ...more,
});
const identify = (ids: object, traits: object) => ({ ...track(ids, ''), type: 'identify', traits });

/** Anna on her own phone, and on a tablet that is hers and that Ben used after her. */
const events = () => [
  track({ anonymousId: 'phone' }, 'Product Viewed', { category: 'Tea', price: 4 }),
  identify({ anonymousId: 'phone', userId: 'anna' }, { email: 'anna@example.com' }),
  track({ anonymousId: 'tablet' }, 'Product Viewed', { category: 'Mugs', price: 9 }),
  identify({ anonymousId: 'tablet', userId: 'anna' }, { city: 'Graz' }),
  track({ anonymousId: 'tablet', userId: 'ben' }, 'Product Viewed', { category: 'Ink', price: 2 }),
  track({ anonymousId: 'tablet', userId: 'ben' }, 'Message Sent', { recipient_id: 'cem' }),
  track({ userId: 'anna' }, 'Order Completed', { revenue: 30, currency: 'EUR' }),
  track({ userId: 'anna' }, 'User Followed', { followed_id: 'ben' }),
  track({ userId: 'cem' }, 'User Followed', { followed_id: 'anna' }),
  { ...track({ userId: 'anna' }, ''), type: 'alias', previousId: 'old-anna' },
  track({ userId: 'anna' }, '', {}, { timestamp: 'yesterday' }),
  track({ userId: 'annabel' }, '', {}, { timestamp: 'yesterday' }),
];

async function send(batch: readonly object[]) {
  for (const event of batch) await service.send([event]);
}

/** Every column of every table that holds the id of a profile, the key of an identity, or an id itself. */
async function traces(values: readonly string[]): Promise<readonly string[]> {
  const columns = await sql()<{ table_name: string; column_name: string }[]>`
    SELECT table_name, column_name FROM information_schema.columns
    JOIN pg_class c ON c.relname = table_name AND c.relnamespace = 'likeness'::regnamespace
    WHERE table_schema = 'likeness' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND data_type IN ('bigint', 'text', 'jsonb')`;
  const found: string[] = [];
  for (const { table_name: table, column_name: column } of columns) {
    const [row] = await sql()`
      SELECT 1 FROM ${sql()(`likeness.${table}`)} WHERE ${sql()(column)}::text = ANY(${[...values]}::text[]) LIMIT 1`;
    if (row !== undefined) found.push(`${table}.${column}`);
  }
  return found;
}

const keysOf = async (ids: readonly string[]) => {
  const rows = await sql()<{ key: string; profile: string; value: string }[]>`
    SELECT identity_key::text AS key, profile_id::text AS profile, value FROM likeness.identities
    WHERE value = ANY(${[...ids]}::text[])`;
  return [...new Set(rows.flatMap((row) => [row.key, row.profile, row.value]))];
};
const counts = async () => {
  const [row] = await sql()`
    SELECT (SELECT count(*)::int FROM likeness.events) AS events,
      (SELECT count(*)::int FROM likeness.quarantine) AS quarantined,
      (SELECT count(*)::int FROM likeness.profiles WHERE merged_into IS NULL) AS profiles`;
  return { ...row };
};
const read = async (id: string) => await service.read(`/v1/profiles/${id}`);

describe('an export', () => {
  beforeAll(async () => await send(events()));

  it('has everything of a person and nothing of another, over HTTP as on the command line', async () => {
    const response = await service.app.request('/v1/profiles/anna/export', {
      headers: { authorization: `Bearer ${service.secretKey}` },
    });
    const text = await response.text();
    // Every line is one record.
    const records = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; value: Record<string, unknown> });
    const kinds = Map.groupBy(records, ({ kind }) => kind);
    expect(records[0]?.kind).toBe('profile');
    expect(
      kinds
        .get('id')
        ?.map(({ value }) => value.value)
        .sort(),
    ).toEqual(['anna', 'phone', 'tablet']);
    expect(kinds.get('event')).toHaveLength(7);
    expect(kinds.get('trait')?.map(({ value }) => value.name)).toEqual(['city', 'email']);
    expect(kinds.get('edge')).toHaveLength(2);
    expect(kinds.get('quarantine')).toHaveLength(1);
    expect(text).not.toContain('annabel');
    expect(text).not.toContain('Ink');
    const { out } = await runLikeness(
      ['export', 'anna', '--site', 'test', '--format', 'json'],
      commandLine(),
    );
    // A list of records.
    expect((JSON.parse(out) as readonly object[]).length).toBe(records.length);
  });
});

describe('erasing', () => {
  let secrets: readonly string[];
  let before: Awaited<ReturnType<typeof counts>>;
  beforeAll(async () => {
    await service.scheduler.runNow('social-graph');
    secrets = [...(await keysOf(['anna', 'phone', 'tablet'])), 'old-anna', 'anna@example.com'];
    before = await counts();
  });

  it('is shown before it is done, and needs a secret key', async () => {
    const shown = await runLikenessJson(['erase', 'anna', '--site', 'test'], commandLine());
    expect(shown).toMatchObject({ erased: false, counts: { events: 7, identities: 3, quarantine: 1 } });
    expect(await counts()).toEqual(before);
    const refused = await service.app.request('/v1/profiles/anna', {
      method: 'DELETE',
      headers: { authorization: `Bearer ${service.writeKey}` },
    });
    expect(refused.status).toBe(401);
    expect(await counts()).toEqual(before);
  });

  it('leaves no trace of the person in any table, and everything of the others', async () => {
    const response = await service.app.request('/v1/profiles/anna', {
      method: 'DELETE',
      headers: { authorization: `Bearer ${service.secretKey}` },
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      counts: { events: 7, social_edges: 2, quarantine: 1 },
    });
    expect((await read('anna')).status).toBe(404);
    expect((await read('phone')).status).toBe(404);
    // Ben used the tablet too: that he did is his.
    expect([...(await traces(secrets))].sort()).toEqual([
      'device_users.device_key',
      'events.device_key',
      'session_rows.device_key',
    ]);
    expect((await read('ben')).body).toMatchObject({ events: 2, counts: [{}, {}] });
    expect(await counts()).toEqual({ events: 3, quarantined: 1, profiles: 2 });
    expect(await runLikenessJson(['refold', '--check'], commandLine())).toMatchObject({ different: 0 });
  });

  it('is recorded without saying who', async () => {
    const rows = await sql()`SELECT asked_by, (counts ->> 'events')::int AS events FROM likeness.erasures`;
    expect([...rows]).toEqual([{ asked_by: 'http', events: 7 }]);
  });

  it('lets the person come again as somebody new, also through a process that still remembers', async () => {
    await send([track({ userId: 'anna' }, 'Product Viewed', { category: 'Tea' })]);
    expect((await read('anna')).body).toMatchObject({
      events: 1,
      ids: [{ value: 'anna' }],
      traits: [],
      value: [],
    });
    await send([track({ anonymousId: 'tablet', userId: 'ben' }, 'Product Viewed', { category: 'Ink' })]);
    expect((await read('ben')).body).toMatchObject({ events: 3 });
  });

  it('is noticed by another process, which must not bring the old profile back', async () => {
    const other = await createService({
      databaseUrl: service.database.url,
      log: pino({ level: 'fatal' }),
      now: Date.now,
      random: Math.random,
      jobs: 'by hand',
    });
    try {
      const sendByOther = async (event: object): Promise<void> => {
        const body = JSON.stringify({ writeKey: service.writeKey, batch: [event] });
        const response = await other.app.request('/v1/batch', { method: 'POST', body });
        expect(response.status).toBe(200);
      };
      const view = (category: string) => track({ userId: 'zoe' }, 'Product Viewed', { category });
      // It remembers her from her second event on.
      for (const category of ['Secret', 'Secret', 'Secret']) await sendByOther(view(category));
      await service.app.request('/v1/profiles/zoe', {
        method: 'DELETE',
        headers: { authorization: `Bearer ${service.secretKey}` },
      });
      await send([view('Tea')]);
      await sendByOther(view('Ink'));
      await sendByOther(view('Ink'));
      const { body } = await read('zoe');
      expect(body).toMatchObject({ events: 3, counts: [{ name: 'Product Viewed', count: 3 }] });
      expect(JSON.stringify(body)).not.toContain('secret');
    } finally {
      await other.stop();
    }
  });

  it('answers 404 for nobody, and says so on the command line', async () => {
    const response = await service.app.request('/v1/profiles/nobody', {
      method: 'DELETE',
      headers: { authorization: `Bearer ${service.secretKey}` },
    });
    expect(response.status).toBe(404);
    const { code, err } = await runLikeness(['erase', 'nobody', '--site', 'test', '--yes'], commandLine());
    expect({ code, err }).toEqual({ code: 2, err: 'likeness: no profile has the id nobody\n' });
  });

  it('goes with events that arrive at the same time: each is erased or begins anew, none breaks', async () => {
    for (let round = 0; round < 5; round++) {
      const ids = { userId: 'flicker', anonymousId: 'lamp' };
      const sent = Array.from({ length: 6 }, () =>
        service.send([track(ids, 'Product Viewed', { category: 'Tea' })]),
      );
      const erased = service.app.request('/v1/profiles/flicker', {
        method: 'DELETE',
        headers: { authorization: `Bearer ${service.secretKey}` },
      });
      for (const { status } of await Promise.all(sent)) expect(status).toBe(200);
      expect([200, 404]).toContain((await erased).status);
      const [row] = await sql()<{ stored: number }[]>`
        SELECT count(*)::int AS stored FROM likeness.event_log WHERE user_id = 'flicker'`;
      const { body } = await read('flicker');
      // A profile, or a problem.
      expect((body as { events?: number }).events ?? 0).toBe(row?.stored);
    }
  });
});

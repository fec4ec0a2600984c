import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refoldProfiles } from '../src/refold/refold-profiles.ts';
import { createTestService, type TestService } from './harness/test-service.ts';
import {
  deepJson,
  poisonousEvent,
  poisonousNames,
  poisonousTimes,
  poisonousValue,
} from './poison/poisonous-events.ts';

let service: TestService;
beforeAll(async () => {
  service = await createTestService();
});
afterAll(() => service.drop());

const writing = ['batch', 'b', 'track', 't', 'identify', 'page', 'screen', 'group', 'alias'].map(
  (path) => `/v1/${path}`,
);
const post = async (path: string, body: BodyInit, headers: Record<string, string> = {}) => {
  const response = await service.app.request(path, { method: 'POST', body, headers });
  return { status: response.status, body: await response.json() };
};
/** Sends the body of a batch as it is written, which an object could not say. */
const sendText = async (batch: string) =>
  await post('/v1/batch', `{"writeKey":"${service.writeKey}","batch":${batch}}`);

let goods = 0;
/** An event that must be kept whatever lies beside it. */
const good = () => ({
  type: 'track',
  event: 'Product Viewed',
  messageId: `good-${++goods}`,
  anonymousId: `good-${goods % 7}`,
  timestamp: '2026-11-20T10:00:00.000Z',
  properties: { category: 'Home > Mugs', price: 12 },
});

it('keeps the good events of a batch whatever the others are', { timeout: 120_000 }, async () => {
  let kept = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 4, arbitrary: poisonousEvent }, { weight: 1, arbitrary: poisonousValue }), {
        maxLength: 12,
        size: 'max',
      }),
      async (events) => {
        const answer = await sendText(JSON.stringify([...events.slice(0, 6), good(), ...events.slice(6)]));
        expect(answer).toMatchObject({ status: 200, body: { success: true } });
        // The 200 answer of every batch.
        const { accepted, duplicate, quarantined } = answer.body as Record<string, number>;
        expect((accepted ?? 0) + (duplicate ?? 0) + (quarantined ?? 0)).toBe(events.length + 1);
        kept += accepted ?? 0;
        refused += quarantined ?? 0;
      },
    ),
    { numRuns: 150 },
  );
  // Both ways through were taken often, so neither is a test that cannot fail.
  expect(kept).toBeGreaterThan(300);
  expect(refused).toBeGreaterThan(300);
});

it('takes poisonous names for names: of events, traits, properties, groups, ids and tags', async () => {
  const events = poisonousNames.flatMap((name, i) => {
    const common = { anonymousId: `names-${i}`, timestamp: '2026-11-20T10:00:00.000Z' };
    return [
      { ...common, type: 'track', event: name },
      {
        ...common,
        type: 'track',
        event: 'Product Viewed',
        properties: { category: name, brand: name, name },
      },
      { ...common, type: 'track', event: 'Products Searched', properties: { query: name } },
      {
        ...common,
        type: 'track',
        event: 'Order Completed',
        properties: { currency: name, revenue: 1, order_id: name },
      },
      {
        ...common,
        type: 'page',
        name,
        category: name,
        context: { page: { path: name, title: name }, sessionId: name },
      },
      { ...common, type: 'group', groupId: name },
      { ...common, type: 'identify', userId: name },
      { ...common, type: 'alias', userId: `names-user-${i}`, previousId: name },
      {
        ...common,
        type: 'track',
        event: 'E',
        messageId: name,
        context: { campaign: { source: name, [name]: name } },
      },
    ].map((event) => JSON.stringify(event).slice(0, -1));
  });
  // Keys are written as text: in an object literal `__proto__` would be no key.
  const bodies = events.map((text, i) => {
    const key = JSON.stringify(poisonousNames[i % poisonousNames.length]);
    return text.includes('"traits"') || !text.includes('"identify"')
      ? `${text},"integrations":{${key}:1}}`
      : `${text},"traits":{${key}:"x"}}`;
  });
  const answer = await sendText(`[${bodies.join(',')}]`);
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ success: true });
});

it('puts values that cannot be kept into quarantine', async () => {
  const raw = (fields: string) => `{"type":"track","event":"E","anonymousId":"values",${fields}}`;
  const bad = [
    raw('"properties":{"n":1e400}'),
    raw('"properties":{"__proto__":{"polluted":true}}'),
    raw(`"properties":{"${'k'.repeat(100_000)}":1}`),
    raw(`"properties":{"deep":${deepJson(20)}}`),
    raw(`"properties":{"deep":${deepJson(100_000)}}`),
    deepJson(100_000),
    raw(`"context":${deepJson(100_000)}`),
    raw(`"type":${deepJson(100_000)}`),
    ...poisonousTimes
      .filter((time) => typeof time !== 'string' || !/^20(00|99)/.test(time))
      .map((time) => raw(`"timestamp":${JSON.stringify(time)}`)),
  ];
  const { status, body } = await sendText(`[${[...bad, JSON.stringify(good())].join(',')}]`);
  expect(status).toBe(200);
  expect(body).toEqual({ success: true, accepted: 1, duplicate: 0, quarantined: bad.length });
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

it('answers empty and huge batches', async () => {
  expect(await sendText('[]')).toMatchObject({ status: 200, body: { accepted: 0 } });
  const many = Array.from({ length: 8_000 }, () => ({ type: 'track', event: 'E', anonymousId: 'many' }));
  expect(await sendText(JSON.stringify(many))).toMatchObject({
    status: 200,
    body: { accepted: many.length },
  });
  expect(await sendText(`[${'0,'.repeat(20_000)}0]`)).toMatchObject({
    status: 200,
    body: { quarantined: 20_001 },
  });
  expect((await sendText(`["${'x'.repeat(5_000_000)}"]`)).status).toBe(413);
});

it('answers bodies that are no batch with the reason', { timeout: 120_000 }, async () => {
  const withKey = JSON.stringify({ writeKey: service.writeKey, batch: [] });
  const gzipped = gzipSync(withKey);
  expect((await post('/v1/batch', new Uint8Array(gzipped))).status).toBe(200);
  expect((await post('/v1/batch', new Uint8Array(gzipped.subarray(0, 20)))).status).toBe(400);
  expect(
    (await post('/v1/batch', new Uint8Array(gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20))))).status,
  ).toBe(413);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...writing, '/beacon/v1/batch'),
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.uint8Array({ maxLength: 60 }).map((bytes) => new Uint8Array([0x1f, 0x8b, ...bytes])),
        poisonousValue.map((value) => new TextEncoder().encode(JSON.stringify(value))),
        fc.string().map((text) => new TextEncoder().encode(text)),
      ),
      async (path, bytes) => {
        const { status, body } = await post(path, bytes as Uint8Array<ArrayBuffer>, {
          authorization: `Basic ${btoa(`${service.writeKey}:`)}`,
        });
        expect([200, 400]).toContain(status);
        expect(body).toHaveProperty(status === 200 ? 'success' : 'error.code');
      },
    ),
    { numRuns: 200 },
  );
});

it('answers every root field that is anything', { timeout: 60_000 }, async () => {
  const field = fc.option(poisonousValue, { nil: undefined });
  await fc.assert(
    fc.asyncProperty(
      fc.record({ sentAt: field, context: field, integrations: field, type: field }),
      async (root) => {
        expect(await service.send([good()], root)).toMatchObject({ status: 200, body: { accepted: 1 } });
      },
    ),
    { numRuns: 60 },
  );
});

it('answers poisonous ids, queries and keys with a typed problem', async () => {
  const texts = [
    ...poisonousNames.filter((name) => name.isWellFormed()),
    '%',
    '%00',
    '%ff',
    '..',
    ' ',
    '9'.repeat(30),
    '-1',
    'user_id:',
    'x'.repeat(5_000),
  ];
  const paths = texts.flatMap((text) => {
    const coded = /^%/.test(text) ? text : encodeURIComponent(text);
    return [
      `/v1/profiles/${coded}`,
      `/v1/profiles/${coded}/segments`,
      `/v1/profiles?q=${coded}`,
      `/v1/profiles?limit=${coded}`,
      `/v1/segments/${coded}/members`,
      `/v1/segments/${coded}/members?limit=${coded}&after=${coded}`,
      `/v1/projects/${coded}/settings`,
      `/sourceConfig/?writeKey=${coded}`,
      `/${coded}`,
    ];
  });
  for (const path of paths) {
    for (const authorization of [
      `Bearer ${service.secretKey}`,
      'Bearer \u00ff',
      'Basic !!!',
      'Basic AAAA',
      '',
    ]) {
      const response = await service.app.request(path, { headers: { authorization } });
      if (response.status >= 500) throw new Error(`${response.status} at ${path}: ${await response.text()}`);
      if (response.status !== 200) expect(await response.json(), path).toHaveProperty('error.code');
    }
  }
});

it('answers rules that are anything', { timeout: 60_000 }, async () => {
  const nots = '{"not":'.repeat(8_000);
  const texts = [`${nots}null${'}'.repeat(8_000)}`, deepJson(30_000), '', '{', '"x"'];
  for (const name of poisonousNames)
    texts.push(JSON.stringify({ family: name, segment: name, event: name, trait: name }));
  const values = fc.sample(poisonousValue, { numRuns: 100, seed: 7 });
  for (const body of [...texts, ...values.map((value) => JSON.stringify(value))]) {
    const { status } = await post('/v1/segments/preview', body, {
      authorization: `Bearer ${service.secretKey}`,
    });
    expect([200, 400, 413], body.slice(0, 200)).toContain(status);
  }
});

it('leaves profiles that equal the fold of their events', { timeout: 120_000 }, async () => {
  const { apply, database } = service.engine;
  const differences: unknown[] = [];
  const result = await refoldProfiles(apply, {
    mode: 'check',
    signal: new AbortController().signal,
    onDifference: (found) => differences.push(found),
  });
  expect(differences).toEqual([]);
  expect(result.events).toBeGreaterThan(1_000);
  const [stored] = await database.sql`
    SELECT count(*)::int AS count FROM likeness.event_log WHERE anonymous_id LIKE 'good-%'`;
  expect(stored?.count).toBe(goods);
});

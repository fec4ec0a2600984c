import { gzipSync } from 'node:zlib';
import { createEventIdSource, err, ok } from '@likeness/core';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GroupCommit } from '../apply/group-commit.ts';
import { listen } from '../cli/listen.ts';
import { createMetrics } from '../metrics.ts';
import { createIngestRoutes } from './batch-route.ts';
import { createClockSkew } from './clock-skew.ts';
import { createDirectBatchRoute } from './direct-batch-route.ts';
import { createFlagBot } from './flag-bot.ts';
import type { IngestDeps } from './receive-batch.ts';
import { createSiteGuess } from './site-guess.ts';

const now = Date.UTC(2026, 10, 22);
const newId = createEventIdSource(() => 0.5);
let state: 'taking' | 'full' | 'failing' | 'broken' = 'taking';
const commit: GroupCommit = {
  submit: async ({ read }) => {
    if (state === 'broken') throw new Error('nobody expected this');
    if (state === 'failing') return err({ code: 'failed', cause: 'x' });
    const input = await read();
    if (!input.ok) return input;
    const { events } = input.value;
    return ok({ fresh: events.map(() => true), profileIds: events.map(() => undefined) });
  },
  depth: () => 0,
  isFull: () => state === 'full',
  stop: () => Promise.resolve(),
};
const deps: IngestDeps = {
  authenticate: async (_, header, key) =>
    key === 'wk_good' || header !== undefined ? ok(1) : err({ code: 'wrong-key', message: 'no' }),
  commit,
  newId: () => newId(now),
  guessSite: createSiteGuess(),
  clockSkew: createClockSkew(),
  flagBot: createFlagBot(),
  keepPlan: undefined,
  keptSince: () => undefined,
  allowOrigin: (_, origin) => origin !== 'https://evil.example',
  regionHeader: undefined,
  now: () => now,
  metrics: createMetrics(() => 0),
};
const app = new Hono().route('/v1', createIngestRoutes(deps));
app.onError((_, c) => c.json({ error: { code: 'unavailable' } }, 503, { 'Retry-After': '1' }));
let unexpected = 0;
let url = '';
let stop = (): Promise<void> => Promise.resolve();

beforeAll(async () => {
  const takeBatch = createDirectBatchRoute({ ...deps, onError: () => unexpected++ });
  const server = await listen(app, { port: 0, host: '127.0.0.1' }, takeBatch);
  url = `http://127.0.0.1:${server.port}`;
  stop = server.stop;
});
afterAll(async () => await stop());

const event = { type: 'track', event: 'x', anonymousId: 'a' };
const batch = JSON.stringify({ writeKey: 'wk_good', batch: [event, { type: 'nothing' }] });

it.each([
  ['a batch', 'taking', '/v1/batch', batch, {}],
  ['a batch that is compressed', 'taking', '/v1/b', gzipSync(batch), {}],
  ['a single call', 'taking', '/v1/track', JSON.stringify({ ...event, writeKey: 'wk_good' }), {}],
  ['a key in a header', 'taking', '/v1/batch', '{"batch":[]}', { authorization: 'Basic a2V5Og==' }],
  ['a wrong key', 'taking', '/v1/batch', '{"batch":[],"writeKey":"wk_bad"}', {}],
  ['no JSON', 'taking', '/v1/batch', '{"batch', {}],
  ['no body', 'taking', '/v1/batch', '', {}],
  ['no batch', 'taking', '/v1/batch', '{"writeKey":"wk_good","batch":7}', {}],
  ['broken gzip', 'taking', '/v1/batch', Buffer.from([0x1f, 0x8b, 1, 2]), {}],
  ['a page of a stranger', 'taking', '/v1/batch', batch, { origin: 'https://evil.example' }],
  ['a body that is too large', 'taking', '/v1/batch', 'x'.repeat(4 * 1024 * 1024 + 1), {}],
  ['a full queue', 'full', '/v1/batch', batch, {}],
  ['a transaction that failed', 'failing', '/v1/batch', batch, {}],
  ['a path it does not know', 'taking', '/v1/other', batch, {}],
] as const)('answers %s as the route does', async (_, then, path, body, headers) => {
  state = then;
  const request = { method: 'POST', body, headers };
  const [listened, routed] = [await fetch(url + path, request), await app.request(path, request)];
  expect(listened.status).toBe(routed.status);
  for (const name of ['content-type', 'access-control-allow-origin', 'retry-after']) {
    expect(listened.headers.get(name), name).toBe(routed.headers.get(name));
  }
  expect(await listened.text()).toBe(await routed.text());
});

it('answers what nobody expected with 503 and tells of it', async () => {
  state = 'broken';
  const answer = await fetch(`${url}/v1/batch`, { method: 'POST', body: batch });
  expect([answer.status, answer.headers.get('retry-after'), unexpected]).toEqual([503, '1', 1]);
});

it('takes a body that comes in pieces of unknown length', async () => {
  state = 'taking';
  const pieces = new ReadableStream({
    start(controller) {
      for (const piece of [batch.slice(0, 9), batch.slice(9)]) {
        controller.enqueue(new TextEncoder().encode(piece));
      }
      controller.close();
    },
  });
  const request: RequestInit & { duplex: 'half' } = { method: 'POST', body: pieces, duplex: 'half' };
  const answer = await fetch(`${url}/v1/batch`, request);
  expect(await answer.json()).toEqual({ success: true, accepted: 1, duplicate: 0, quarantined: 1 });
});

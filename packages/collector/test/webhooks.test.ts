import { afterAll, beforeAll, expect, it } from 'vitest';
import { resolveConfig } from '../src/config/resolve-config.ts';
import { mostAttempts } from '../src/jobs/retry-at.ts';
import { verifyWebhook } from '../src/jobs/sign-webhook.ts';
import { reviveDeliveries } from '../src/store/webhook-store.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

const secret = 'a secret of some length';
let now = Date.UTC(2026, 10, 20, 12);
let answer: () => Response | Error = () => new Response('thanks');
const received: { readonly body: string; readonly headers: Headers; readonly url: string }[] = [];
let service: TestService;
beforeAll(async () => {
  const config = resolveConfig({
    webhooks: [{ name: 'crm', url: 'https://crm.example/hook', secret, segments: ['new', 'lapsed'] }],
  });
  if (!config.ok) throw new Error('the configuration of this test is not valid');
  const fetch: typeof globalThis.fetch = (url, init) => {
    received.push({ url: String(url), body: String(init?.body), headers: new Headers(init?.headers) });
    const answered = answer();
    return answered instanceof Error ? Promise.reject(answered) : Promise.resolve(answered);
  };
  service = await createTestService(() => now, { config: config.value, fetch });
});
afterAll(() => service.drop());

async function meet(anonymousId: string): Promise<void> {
  const timestamp = new Date(now).toISOString();
  await service.send([
    { type: 'track', event: 'Hello', messageId: anonymousId, anonymousId, timestamp, properties: {} },
  ]);
}

async function deliveries(): Promise<Record<string, unknown>> {
  const [row] = await service.engine.database.sql`
    SELECT count(*) FILTER (WHERE delivered_at IS NOT NULL)::int AS delivered,
      count(*) FILTER (WHERE dead_at IS NOT NULL)::int AS dead,
      count(*) FILTER (WHERE next_attempt_at IS NOT NULL)::int AS waiting,
      max(attempts) AS attempts
    FROM likeness.webhook_deliveries`;
  return { ...row };
}

async function tick(ms: number): Promise<void> {
  now += ms;
  await service.scheduler.tick();
}

it('tells of an entry, signed, with the ids of the profile', async () => {
  await meet('ida');
  await tick(1_000);
  expect(received).toHaveLength(1);
  const [{ body, headers, url } = { body: '', headers: new Headers(), url: '' }] = received;
  expect(url).toBe('https://crm.example/hook');
  expect(JSON.parse(body)).toMatchObject({
    type: 'segment.entered',
    ids: [{ kind: 'anonymous', value: 'ida' }],
    segment: { name: 'new', description: 'First seen within 7 days.' },
  });
  expect(headers.get('likeness-delivery')).toBe(JSON.parse(body).id);
  const signature = headers.get('likeness-signature') ?? '';
  expect(verifyWebhook({ secret, body, signature }, now)).toBe(true);
  expect(await deliveries()).toMatchObject({ delivered: 1, waiting: 0 });
});

it('tells of an exit that time brought about', async () => {
  received.length = 0;
  await tick(7 * 86_400_000 + 1_000);
  await tick(2_000);
  expect(received.map(({ body }) => JSON.parse(body).type)).toEqual(['segment.left']);
});

it('tries a receiver that fails again, later and later, with the same id, until it answers', async () => {
  received.length = 0;
  let failures = 3;
  answer = () => {
    failures--;
    return failures === 2
      ? new Error('connection refused')
      : new Response('', { status: failures >= 0 ? 503 : 200 });
  };
  await meet('rob');
  for (let i = 0; i < 60; i++) await tick(1_000);
  expect(received).toHaveLength(4);
  expect(new Set(received.map(({ headers }) => headers.get('likeness-delivery'))).size).toBe(1);
  expect(await deliveries()).toMatchObject({ waiting: 0, dead: 0, attempts: 4 });
});

it('gives up in the end, keeps the dead letter, and sends it again when it is asked to', async () => {
  answer = () => new Response('', { status: 500 });
  await meet('zoe');
  for (let i = 0; i < mostAttempts + 2; i++) await tick(13 * 3_600_000);
  expect(await deliveries()).toMatchObject({ dead: 1, attempts: mostAttempts });
  const { sql } = service.engine.database;
  const dead =
    await sql`SELECT last_status, last_error FROM likeness.webhook_deliveries WHERE dead_at IS NOT NULL`;
  expect({ ...dead[0] }).toEqual({ last_status: 500, last_error: 'answered 500' });
  answer = () => new Response('thanks');
  expect(await reviveDeliveries(sql, 'crm', now)).toBe(dead.length);
  // What was waiting for its next attempt is sent within twelve hours.
  for (const ms of [13 * 3_600_000, 1_000, 1_000]) await tick(ms);
  expect(await deliveries()).toMatchObject({ waiting: 0, dead: 0 });
});

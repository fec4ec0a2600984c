import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LikenessConfig } from '../src/config/config.ts';
import { resolveConfig } from '../src/config/resolve-config.ts';
import { replayQuarantine } from '../src/quarantine/replay-quarantine.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

const plan: LikenessConfig = {
  regionHeader: 'cf-ipcountry',
  sites: { default: { origins: ['https://shop.example', 'https://*.shop.example'] } },
  trackingPlan: {
    events: {
      'Product Viewed': { properties: { price: { type: 'number', required: true } } },
      'Review Written': {
        onViolation: 'quarantine',
        properties: {
          stars: { type: 'number', required: true },
          author: { type: 'string', pii: 'hash' },
          phone: { pii: 'drop' },
        },
      },
      identify: { properties: { email: { type: 'string', pii: 'hash' } } },
    },
    unplanned: 'flag',
    pseudonymSecret: 'a secret of sixteen letters and more',
  },
};

let service: TestService;
beforeAll(async () => {
  const config = resolveConfig(plan);
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  service = await createTestService(Date.now, { config: config.value });
});
afterAll(() => service.drop());

const at = new Date().toISOString();
const track = (messageId: string, event: string, properties: object) => ({
  type: 'track',
  event,
  messageId,
  timestamp: at,
  anonymousId: 'planned',
  properties,
});

it('takes an event that breaks the plan, and says in its context what is wrong', async () => {
  const { body } = await service.send([
    track('p1', 'Product Viewed', { price: 12 }),
    track('p2', 'Product Viewed', { price: 'twelve' }),
    track('p3', 'Prodct Viewed', { price: 12 }),
  ]);
  expect(body).toMatchObject({ accepted: 3, quarantined: 0 });
  const rows = await service.engine.database.sql`
    SELECT name, context -> 'planViolations' AS violations FROM likeness.event_log
    WHERE context ? 'planViolations' ORDER BY name`;
  expect([...rows]).toEqual([
    { name: 'Prodct Viewed', violations: ['event'] },
    { name: 'Product Viewed', violations: ['properties.price'] },
  ]);
});

it('keeps aside what the plan wants kept aside, without the personal values, until it is replayed', async () => {
  const { body } = await service.send([
    track('r1', 'Review Written', { stars: 5, author: 'Ada Moss ', phone: '+45 12 34' }),
    track('r2', 'Review Written', { stars: 'five', author: 'ada moss', phone: '+45 12 34' }),
  ]);
  expect(body).toMatchObject({ accepted: 1, quarantined: 1 });
  const { sql } = service.engine.database;
  const [kept] = await sql<{ quarantine_id: string; reason: string; raw: string }[]>`
    SELECT quarantine_id, reason, raw FROM likeness.quarantine`;
  expect(kept?.reason).toContain('properties.stars: expected a number');
  expect(kept?.raw).not.toMatch(/ada moss|45 12/i);

  // Still wrong by the plan, good once the plan allows it.
  const options = { now: Date.now, signal: new AbortController().signal };
  const { keepPlan, apply } = service.engine;
  expect(await replayQuarantine(apply, { ...options, keepPlan })).toMatchObject({ accepted: 0, failed: 1 });
  expect(await replayQuarantine(apply, options)).toMatchObject({ accepted: 1 });

  const stored = await sql<{ author: string; phone: string | null }[]>`
    SELECT properties ->> 'author' AS author, properties ->> 'phone' AS phone
    FROM likeness.event_log WHERE name = 'Review Written'`;
  expect(stored).toHaveLength(2);
  // One person, one pseudonym, however it was written and on whichever way it came.
  expect(new Set(stored.map(({ author }) => author)).size).toBe(1);
  expect(stored[0]?.author).toMatch(/^pii_[\w-]{43}$/);
  expect(stored.map(({ phone }) => phone)).toEqual([null, null]);
});

it('keeps personal traits out of the profile', async () => {
  await service.send([
    { type: 'identify', messageId: 'i1', timestamp: at, userId: 'ada', traits: { email: 'ada@example.com' } },
  ]);
  const { body } = await service.read('/v1/profiles/ada');
  expect(JSON.stringify(body)).toMatch(/"email","value":"pii_/);
  expect(JSON.stringify(body)).not.toContain('example.com');
});

it('takes the region from the header of the proxy, for pages only', async () => {
  const send = async (anonymousId: string, headers: Record<string, string>) => {
    const batch = [{ type: 'track', event: 'Here', messageId: anonymousId, timestamp: at, anonymousId }];
    const body = JSON.stringify({ writeKey: service.writeKey, batch });
    await service.app.request('/v1/batch', { method: 'POST', headers, body });
    const { body: profile } = await service.read(`/v1/profiles/${anonymousId}`);
    // The shape that the read API documents.
    return (profile as { readonly environment: Readonly<Record<string, string>> }).environment.region;
  };
  const origin = 'https://shop.example';
  expect(await send('page', { origin, 'cf-ipcountry': 'AT' })).toBe('AT');
  expect(await send('tor', { origin, 'cf-ipcountry': 'T1' })).toBeUndefined();
  expect(await send('server', { 'cf-ipcountry': 'US' })).toBeUndefined();
});

it('shows analysts browser, system and device of an event', async () => {
  const userAgent =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
  await service.send([{ ...track('ua', 'Agent Seen', {}), context: { userAgent } }]);
  const [row] = await service.engine.database.sql`
    SELECT browser, os, device FROM likeness.event_log WHERE name = 'Agent Seen'`;
  expect(row).toEqual({ browser: 'Chrome', os: 'Windows', device: 'desktop' });
});

it('takes events from pages of allowed origins only, and from servers', async () => {
  const post = async (origin?: string) => {
    const response = await service.app.request('/v1/batch', {
      method: 'POST',
      headers: origin === undefined ? {} : { origin },
      body: JSON.stringify({ writeKey: service.writeKey, batch: [] }),
    });
    return response.status;
  };
  expect(await post('https://shop.example')).toBe(200);
  expect(await post('https://de.shop.example')).toBe(200);
  expect(await post()).toBe(200);
  expect(await post('https://evilshop.example')).toBe(403);
  expect(await post('http://shop.example')).toBe(403);
  expect(await post('null')).toBe(403);
});

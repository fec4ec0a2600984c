import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkSegments } from '../src/segments/check-segments.ts';
import { syncSegments } from '../src/store/segment-store.ts';
import { createTestService, type TestService } from './harness/test-service.ts';

const dayMs = 86_400_000;
let now = Date.UTC(2026, 10, 20, 12);
let service: TestService;
const sql = () => service.engine.database.sql;

const order = (i: number, nth: number, at: number) => ({
  type: 'track',
  event: 'Order Completed',
  messageId: `order ${i} ${nth}`,
  userId: `buyer ${i}`,
  timestamp: new Date(at).toISOString(),
  properties: { revenue: 10 + i, currency: 'EUR', products: [{ price: 10 + i, quantity: 1 }] },
});

/** Forty buyers, of whom the later ones came last long ago. */
const orders = Array.from({ length: 40 }, (_, i) => i).flatMap((i) =>
  Array.from({ length: 1 + (i % 4) }, (_, nth) => order(i, nth, now - (1 + 6 * i + nth * 20) * dayMs)),
);

beforeAll(async () => {
  service = await createTestService(() => now);
  await service.send(orders);
});
afterAll(() => service.drop());

const members = async (): Promise<readonly string[]> =>
  (
    await sql()<{ value: string }[]>`
      SELECT i.value FROM likeness.segment_memberships m JOIN likeness.identities i USING (profile_id)
      WHERE m.segment = 'probably-lost' AND m.is_member AND i.kind = 'user' ORDER BY i.value`
  ).map((row) => row.value);

const disagreements = async (): Promise<number> => {
  const checks = await checkSegments(service.engine, { now, signal: new AbortController().signal });
  return checks.reduce((sum, { different }) => sum + different, 0);
};

it('takes nobody by a prediction before there is one', async () => {
  await syncSegments(
    sql(),
    [
      {
        name: 'probably-lost',
        rule: {
          all: [
            { of: { measure: 'prediction', name: 'churn' }, is: { atLeast: 0.9 } },
            { of: { measure: 'value', read: 'orders' }, is: { atLeast: 2 } },
          ],
        },
      },
    ],
    now,
  );
  service.engine.segmentCache.forget();
  await service.scheduler.runNow('segment-sweep');
  expect(await members()).toEqual([]);
});

it('lets in by what a job wrote, the same in the core, in SQL and in the membership rows', async () => {
  expect((await service.scheduler.runNow('buyer-scores'))?.error).toBeUndefined();
  await service.scheduler.runNow('segment-sweep');
  const lost = await members();
  expect(lost.length).toBeGreaterThan(0);
  expect(lost.length).toBeLessThan(30);
  expect(await disagreements()).toBe(0);
});

it('evaluates it with every event, and lets out whom a job expects back', async () => {
  const [user = ''] = await members();
  const i = Number(user.split(' ')[1]);
  now += dayMs;
  await service.send([order(i, 9, now - 60_000)]);
  // The job has not looked at it again.
  expect(await members()).toContain(user);
  expect(await disagreements()).toBe(0);
  await service.scheduler.runNow('buyer-scores');
  await service.scheduler.runNow('segment-sweep');
  expect(await members()).not.toContain(user);
  expect(await disagreements()).toBe(0);
  await service.send([order(i, 10, now - 30_000)]);
  expect(await members()).not.toContain(user);
});

it('says over HTTP why, with the value that was compared', async () => {
  const { body } = await service.read('/v1/profiles/buyer%2039/segments');
  expect(JSON.stringify(body)).toContain('prediction churn');
});

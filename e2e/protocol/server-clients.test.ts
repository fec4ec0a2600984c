import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { Analytics } from '@segment/analytics-node';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createTestDatabase,
  type TestDatabase,
} from '../../packages/collector/test/harness/test-database.ts';
import { type RunningLikeness, startLikeness } from '../harness/start-likeness.ts';

let database: TestDatabase;
let likeness: RunningLikeness;
let sql: postgres.Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  likeness = await startLikeness([], { DATABASE_URL: database.url });
  sql = postgres(database.url, { max: 2 });
});
afterAll(async () => {
  await sql.end();
  await likeness.stop();
  await database.drop();
});

const product = { name: 'Blue Mug', category: 'Home/Kitchen/Mugs', price: 12, quantity: 2 };
const order = { order_id: 'o1', revenue: 24, currency: 'EUR', products: [product] };

/** What one user's profile says in SQL. */
async function profileOf(userId: string) {
  const [summary] = await sql<{ events: string; orders: string; revenue: string }[]>`
    SELECT events, orders, revenue FROM likeness.profile_summary WHERE user_id = ${userId}`;
  const traits = await sql<{ name: string; text: string }[]>`
    SELECT name, text FROM likeness.profile_traits t
    WHERE profile_id = likeness.profile_id(${userId}) ORDER BY name`;
  const types = await sql<{ type: string; count: string }[]>`
    SELECT type, count(*) AS count FROM likeness.event_log
    WHERE profile_id = likeness.profile_id(${userId}) GROUP BY type ORDER BY type`;
  return {
    ...summary,
    traits: traits.map((trait) => [trait.name, trait.text]),
    types: types.map(({ type, count }) => [type, Number(count)]),
  };
}

const expected = {
  orders: '1',
  traits: [
    ['email', 'ada@example.org'],
    ['plan', 'pro'],
  ],
};

it('takes every call of the unmodified Segment client for Node', async () => {
  const analytics = new Analytics({ writeKey: likeness.writeKey, host: likeness.collector, flushAt: 3 });
  const errors: unknown[] = [];
  analytics.on('error', (error) => errors.push(error));
  const userId = 'segment-ada';
  analytics.track({ anonymousId: 'segment-device', event: 'Product Viewed', properties: product });
  analytics.identify({
    anonymousId: 'segment-device',
    userId,
    traits: { email: 'ada@example.org', plan: 'pro' },
  });
  analytics.page({ userId, name: 'Home', properties: { path: '/' } });
  analytics.screen({ userId, name: 'Start' });
  analytics.group({ userId, groupId: 'acme', traits: { seats: 5 } });
  analytics.track({ userId, event: 'Order Completed', properties: order });
  analytics.alias({ userId, previousId: 'segment-old' });
  await analytics.closeAndFlush();
  expect(errors).toEqual([]);
  const profile = await profileOf(userId);
  expect(profile).toMatchObject({ ...expected, events: '7' });
  expect(Number(profile.revenue)).toBe(24);
  expect(profile.types).toEqual([
    ['alias', 1],
    ['group', 1],
    ['identify', 1],
    ['page', 1],
    ['screen', 1],
    ['track', 2],
  ]);
});

it('takes every call of the unmodified RudderStack client for Node', async () => {
  const client = new RudderAnalytics(likeness.writeKey, {
    dataPlaneUrl: likeness.collector,
    flushAt: 20,
  });
  const userId = 'rudder-ada';
  client.track({ anonymousId: 'rudder-device', event: 'Product Viewed', properties: product });
  client.identify({
    anonymousId: 'rudder-device',
    userId,
    traits: { email: 'ada@example.org', plan: 'pro' },
  });
  client.page({ userId, name: 'Home', properties: { path: '/' } });
  client.screen({ userId, name: 'Start' });
  client.group({ userId, groupId: 'acme', traits: { seats: 5 } });
  client.track({ userId, event: 'Order Completed', properties: order });
  client.alias({ userId, previousId: 'rudder-old' });
  await client.flush();
  await expect.poll(async () => (await profileOf(userId)).events).toBe('7');
  expect(await profileOf(userId)).toMatchObject(expected);
  const held = await sql`SELECT reason FROM likeness.quarantine`;
  expect(held).toHaveLength(0);
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import postgres from 'postgres';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createTestDatabase,
  type TestDatabase,
} from '../../packages/collector/test/harness/test-database.ts';
import { findBrowser } from '../harness/find-browser.ts';
import { type RunningLikeness, startLikeness } from '../harness/start-likeness.ts';

let database: TestDatabase;
let likeness: RunningLikeness;
let browser: Browser;
let sql: postgres.Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  likeness = await startLikeness([], { DATABASE_URL: database.url });
  browser = await chromium.launch({ executablePath: await findBrowser(), args: ['--no-sandbox'] });
  sql = postgres(database.url, { max: 2 });
});
afterAll(async () => {
  await browser.close();
  await sql.end();
  await likeness.stop();
  await database.drop();
});

/** A page on an origin of its own, as a customer's site is, whose script is bundled from npm packages. */
async function serveSite(script: string): Promise<{ readonly url: string; readonly server: Server }> {
  const entry = 'virtual:site';
  const bundle = await rolldown({
    input: entry,
    platform: 'browser',
    plugins: [
      {
        name: 'site',
        resolveId: (id) => (id === entry ? join(import.meta.dirname, 'site.js') : null),
        load: (id) => (id === join(import.meta.dirname, 'site.js') ? script : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'iife', codeSplitting: false });
  await bundle.close();
  const code = output[0].code.replaceAll('</script', '<\\/script');
  const server = createServer((request, response) => {
    const isPage = request.url === '/';
    response.writeHead(isPage ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    response.end(
      isPage ? `<!doctype html><title>Their shop</title><h1>Shop</h1><script>${code}</script>` : '',
    );
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  // A server that listens on a TCP port has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, server };
}

async function visit(script: string, userId: string): Promise<void> {
  const site = await serveSite(script);
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('response', (response) => {
    if (response.url().startsWith(likeness.collector) && response.status() >= 400) {
      problems.push(`${response.status()} ${response.url()}`);
    }
  });
  await page.goto(site.url);
  await expect
    .poll(async () => {
      const rows = await sql<{ name: string }[]>`
        SELECT name FROM likeness.profile_counts WHERE profile_id = likeness.profile_id(${userId}) ORDER BY name`;
      return rows.map((row) => row.name);
    })
    .toEqual(['Order Completed', 'Product Viewed', 'identify', 'page']);
  expect(problems).toEqual([]);
  const [summary] =
    await sql`SELECT orders, revenue::float8 AS revenue FROM likeness.profile_summary WHERE user_id = ${userId}`;
  expect(summary).toEqual({ orders: '1', revenue: 24 });
  const tags = await sql`
    SELECT value FROM likeness.profile_tags
    WHERE profile_id = likeness.profile_id(${userId}) AND family = 'category'`;
  expect(tags.map((tag) => tag.value)).toEqual(['home/kitchen/mugs']);
  await page.close();
  site.server.close();
}

const calls = (userId: string) => `
  const product = { name: 'Blue Mug', category: 'Home/Kitchen/Mugs', price: 12, quantity: 2 };
  analytics.page();
  analytics.track('Product Viewed', product);
  analytics.identify('${userId}', { plan: 'pro' });
  analytics.track('Order Completed', { order_id: 'o1', revenue: 24, currency: 'EUR', products: [product] });`;

it('works with the unmodified Segment client for browsers, from another origin', async () => {
  await visit(
    `import { AnalyticsBrowser } from '@segment/analytics-next';
    const analytics = AnalyticsBrowser.load(
      { writeKey: '${likeness.writeKey}', cdnURL: '${likeness.collector}' },
      { integrations: { 'Segment.io': { apiHost: '${likeness.collector.replace('http://', '')}/v1', protocol: 'http' } } },
    );
    ${calls('segment-browser')}`,
    'segment-browser',
  );
});

it('works with the unmodified RudderStack client for browsers, from another origin', async () => {
  await visit(
    `import { RudderAnalytics } from '@rudderstack/analytics-js/bundled';
    const analytics = new RudderAnalytics();
    analytics.load('${likeness.writeKey}', '${likeness.collector}', {
      configUrl: '${likeness.collector}',
      loadIntegration: false,
    });
    ${calls('rudder-browser')}`,
    'rudder-browser',
  );
});

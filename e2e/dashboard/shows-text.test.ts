import { createDashboard } from '@likeness/collector';
import { type Browser, chromium, type Page, type Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundlePages } from '../../scripts/build/bundle-pages.ts';
import { findBrowser } from '../harness/find-browser.ts';

const origin = 'http://likeness.test';
const hostile = '<img src=x onerror="window.hacked=true"><script>window.hacked=true</script>';
const at = '2026-11-22T12:00:00.000Z';

/** What a stranger with the public write key could have put everywhere. */
const activity = {
  eventId: '1',
  type: 'track',
  name: hostile,
  occurredAt: at,
  receivedAt: at,
  properties: { query: hostile, [hostile]: hostile },
  profileId: hostile,
  user: hostile,
};
const tag = { family: hostile, value: hostile, count: 1, weight: 1, fast: 1, slow: 1, share: 1, profiles: 1 };
const profile = {
  profileId: 'p',
  ids: [{ kind: 'user', value: hostile }],
  firstAt: at,
  lastAt: at,
  events: 1,
  counts: [{ name: hostile, count: 1, firstAt: at, lastAt: at }],
  tags: [tag],
  traits: [
    { name: 'name', value: hostile, at },
    { name: hostile, value: { [hostile]: hostile }, at },
  ],
  value: [{ currency: hostile, orders: 1, revenue: 1, refunds: 0, refunded: 0, averageOrder: 1 }],
  engagement: { visits: 1, pageViews: 1, visibleMs: 1, maxDepth: 1 },
  channel: { first: { source: hostile }, last: null },
};
const answers: Readonly<Record<string, unknown>> = {
  '/v1/stats': {
    events: 1,
    profiles: 1,
    sessions: 1,
    quarantined: 0,
    perMinute: [{ at, count: 1 }],
    topTags: [tag],
    topEvents: [{ name: hostile, count: 1 }],
    topSearches: [{ query: hostile, count: 1 }],
  },
  '/v1/profiles': {
    profiles: [
      { profileId: hostile, user: hostile, lastAt: at, events: 1, topTags: [tag], orders: 0, revenue: 0 },
    ],
  },
};

const soon = <T>(read: () => T) => expect.poll(read);

let browser: Browser;
let page: Page;
let streamStatus = 200;

beforeAll(async () => {
  await bundlePages();
  browser = await chromium.launch({ executablePath: await findBrowser(), args: ['--no-sandbox'] });
});

afterAll(async () => {
  await browser.close();
});

afterEach(async () => {
  await page.close();
});

beforeEach(async () => {
  streamStatus = 200;
  page = await browser.newPage();
  // Without the policy, so that the test shows what our own code does; the browser's refusal comes on top.
  const dashboard = createDashboard();
  await page.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.startsWith('/v1/')) return answerApi(route, pathname);
    const response = await dashboard.request(pathname.replace(/^\/dashboard/, '') || '/');
    await route.fulfill({
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      body: await response.text(),
    });
  });
});

async function answerApi(route: Route, pathname: string): Promise<void> {
  if (route.request().headers().authorization !== 'Bearer sk_right') {
    return route.fulfill({ status: 401, json: { error: { code: 'unauthorized', message: 'no' } } });
  }
  const json = answers[pathname];
  if (json !== undefined) return route.fulfill({ json });
  const event = (name: string, data: unknown) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
  const { profileId: _, user: __, ...own } = activity;
  const body =
    pathname === '/v1/live'
      ? event('activity', [activity])
      : event('profile', profile) + event('activity', [own]);
  return route.fulfill({ status: streamStatus, contentType: 'text/event-stream', body });
}

async function expectOnlyText(): Promise<void> {
  expect(await page.locator('main img, main script, main [onerror]').count()).toBe(0);
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
}

describe('the dashboard', () => {
  it('shows what events carry as text, never as HTML', async () => {
    await page.goto(`${origin}/dashboard#key=sk_right`);
    for (const place of [
      '.event-name',
      '.event-detail',
      '.ranking-text',
      '.bar-label',
      '.person a',
      '.chip',
    ]) {
      await soon(() => page.locator(place).first().textContent()).toContain(hostile);
    }
    await expectOnlyText();
    await page.locator('.person a').first().click();
    await soon(() => page.locator('h1').textContent()).toBe(hostile);
    await soon(() => page.locator('.table').allTextContents()).not.toEqual([]);
    await expectOnlyText();
  });

  it('takes the key out of the address at once', async () => {
    await page.goto(`${origin}/dashboard#key=sk_right`);
    await soon(() => page.url()).toBe(`${origin}/dashboard#/`);
  });

  it('says clearly that a key is wrong, and takes another', async () => {
    await page.goto(`${origin}/dashboard#key=wk_public`);
    await soon(() => page.locator('[role=alert]').textContent()).toContain('needs the secret key');
    await page.fill('#key', 'sk_right');
    await page.click('text=Open');
    await soon(() => page.locator('.person').count()).toBe(1);
  });

  it('takes a key from a link that is opened in the same tab', async () => {
    await page.goto(`${origin}/dashboard#key=sk_right`);
    await soon(() => page.locator('.person').count()).toBe(1);
    await page.evaluate(() => {
      location.hash = '#key=sk_wrong';
    });
    await soon(() => page.locator('[role=alert]').textContent()).toContain('does not know this key');
    expect(page.url()).toBe(`${origin}/dashboard#/`);
  });

  it('says that the stream broke, and follows it again', async () => {
    streamStatus = 503;
    await page.goto(`${origin}/dashboard#key=sk_right`);
    await soon(() => page.locator('#connection').textContent()).toContain('trying again');
    streamStatus = 200;
    await soon(() => page.locator('.event').count()).toBe(1);
  });

  it('filters events, and holds new ones back while paused', async () => {
    await page.goto(`${origin}/dashboard#key=sk_right`);
    await soon(() => page.locator('.event').count()).toBe(1);
    await page.fill('.feed-filter', 'no such event');
    await soon(() => page.locator('.event').count()).toBe(0);
    await page.click('text=Pause');
    await soon(() => page.locator('[aria-pressed=true]').count()).toBe(1);
  });
});

describe('the dashboard’s answer', () => {
  it('forbids inline code, frames and HTML from texts', async () => {
    const policy = (await createDashboard().request('/')).headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
  });

  it('caches style and script for good, under an address that changes with them', async () => {
    const dashboard = createDashboard({ basePath: '/x' });
    const html = await (await dashboard.request('/')).text();
    expect(html).toMatch(/src="\/x\/dashboard\.js\?[0-9a-f]{10}"/);
    expect((await dashboard.request('/dashboard.js')).headers.get('cache-control')).toContain('immutable');
  });
});

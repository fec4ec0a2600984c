import { type Browser, chromium, type Page } from 'playwright-core';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../packages/collector/test/harness/test-database.ts';
import { findBrowser } from './harness/find-browser.ts';
import { type RunningLikeness, runLikeness, startLikeness } from './harness/start-likeness.ts';

let database: TestDatabase;
let likeness: RunningLikeness;
let browser: Browser;
let page: Page;
let sql: postgres.Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  likeness = await startLikeness([], { DATABASE_URL: database.url });
  browser = await chromium.launch({ executablePath: await findBrowser(), args: ['--no-sandbox'] });
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  sql = postgres(database.url, { max: 2 });
});

afterAll(async () => {
  await browser.close();
  await sql.end();
  expect(await likeness.stop()).toBe(0);
  await database.drop();
});

/** Everything the page has captured so far is in Postgres once this resolves. */
async function flush(): Promise<void> {
  await page.waitForFunction('window.likeness?.flush');
  // The SDK's global, as the script tag documents it.
  await page.evaluate(() =>
    (window as unknown as { likeness: { flush: () => Promise<void> } }).likeness.flush(),
  );
}

/** Follows a link or sends a form, and waits until the page there has loaded: its script has told what it had to tell. */
async function go(selector: string, to: RegExp): Promise<void> {
  await page.click(selector);
  await page.waitForURL(to);
}

it('follows a visitor of the demo shop from the first page to the log-in, each event once', async () => {
  await page.goto(likeness.demo);
  const anonymousId = await page.getAttribute('script[data-anonymous-id]', 'data-anonymous-id');
  await go('nav >> text=House', /c\/house$/);
  await go('main a[href$="/c/house/kitchen"]', /kitchen$/);
  await go('main a[href$="/c/house/kitchen/mugs"]', /mugs$/);
  await go('main a[href*="/p/"] >> nth=0', /\/p\//);
  await go('nav >> text=Pantry', /c\/pantry/);
  await page.fill('form[role=search] input[name=q]', 'Honey');
  await page.press('form[role=search] input[name=q]', 'Enter');
  await page.waitForURL(/q=Honey/);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await go('main a[href*="/p/"] >> nth=0', /\/p\//);
  await page.click('text=Put in the basket');
  await page.waitForSelector('[data-cart-count]:has-text("1")');
  await page.goto(`${likeness.demo}/cart`);
  await go('text=To the till', /checkout/);
  await go('text=Buy it all', /thanks/);
  await go('text=Log in and keep your history', /login/);
  await page.click('.people button >> nth=0');
  await page.waitForSelector('header a.tool[href$="/login"]:not(:has-text("Log in"))');
  await flush();

  await expect
    .poll(async () => {
      const rows = await sql`SELECT 1 FROM likeness.profile_ids WHERE kind = 'user'`;
      return rows.length;
    })
    .toBe(1);
  const [user] = await sql<{ profile_id: string; value: string }[]>`
    SELECT profile_id, value FROM likeness.profile_ids WHERE kind = 'user'`;
  const profileId = user?.profile_id ?? '';
  const [device] = await sql<{ profile_id: string }[]>`
    SELECT profile_id FROM likeness.profile_ids WHERE kind = 'anonymous' AND value = ${anonymousId}`;
  expect(device?.profile_id).toBe(profileId);

  const counts = async () =>
    Object.fromEntries(
      (
        await sql<{ name: string; count: string }[]>`
          SELECT name, count FROM likeness.profile_counts WHERE profile_id = ${profileId}`
      ).map((row) => [row.name, Number(row.count)]),
    );
  await expect.poll(counts).toMatchObject({
    'Product Viewed': 2,
    'Products Searched': 1,
    'Product Added': 1,
    'Checkout Started': 1,
    'Order Completed': 1,
    identify: 1,
  });
  // One statement, one snapshot: the page goes on sending.
  const [summary] = await sql<Record<'events' | 'orders' | 'revenue' | 'stored' | 'ids', string>[]>`
    SELECT events, orders, revenue,
      (SELECT count(*) FROM likeness.events) AS stored,
      (SELECT count(DISTINCT event_id) FROM likeness.events) AS ids
    FROM likeness.profile_summary WHERE profile_id = ${profileId}`;
  expect(summary?.stored).toBe(summary?.ids);
  expect(summary?.stored).toBe(summary?.events);
  expect(summary?.orders).toBe('1');
  expect(Number(summary?.revenue)).toBeGreaterThan(0);

  // The two categories and the search, with the weights that the rules give: a view 1, a list 1, an order 5, …
  const tags = await sql<{ family: string; value: string; count: number; slow: number }[]>`
    SELECT family, value, count, slow FROM likeness.profile_tags WHERE profile_id = ${profileId}`;
  // Viewed (1), put into the basket (3) and bought (5); the mug was only viewed (1).
  const products = tags
    .filter((tag) => tag.family === 'product')
    .map((tag) => [tag.count, Math.round(tag.slow)]);
  expect(products.sort(([a = 0], [b = 0]) => a - b)).toEqual([
    [1, 1],
    [3, 9],
  ]);
  const search = tags.find((tag) => tag.family === 'search');
  expect(search).toMatchObject({ value: 'honey', count: 1 });
  expect(search?.slow).toBeCloseTo(2, 3);
  const [mugs, bought] = ['house/kitchen/mugs', 'pantry'].map((prefix) =>
    tags.filter((tag) => tag.family === 'category' && tag.value.startsWith(prefix)),
  );
  expect(mugs?.length).toBeGreaterThan(0);
  const weight = (found: typeof mugs) => (found ?? []).reduce((sum, tag) => sum + tag.slow, 0);
  expect(weight(bought)).toBeGreaterThan(weight(mugs));
});

it('holds profiles that equal a fold of their events from scratch', async () => {
  const { code, output } = await runLikeness(['refold', '--check', '--json', '--database-url', database.url]);
  expect({ code, output: JSON.parse(output) }).toMatchObject({ code: 0, output: { different: 0 } });
});

it('shows the visitor in the panel beside the shop', async () => {
  const fresh = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await fresh.goto(`${likeness.demo}/c/garden`);
  const panel = fresh.locator('#panel-body');
  await expect.poll(async () => await panel.textContent()).toMatch(/garden/i);
  await fresh.close();
});

it('tells in the panel which events made a tag, and shows a segment that is entered', async () => {
  const fresh = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await fresh.goto(`${likeness.demo}/c/garden`);
  await expect
    .poll(async () => await fresh.locator('[data-panel=segments] .segment').allTextContents())
    .toContainEqual(expect.stringMatching(/^New/));
  const shelf = fresh.locator('[data-family=category] .bar', { hasText: 'Garden' }).first();
  expect(await shelf.getAttribute('aria-expanded')).toBe('false');
  // The panel may be drawn anew, by the next event, between the focus and the key.
  await expect
    .poll(async () => {
      if ((await shelf.getAttribute('aria-expanded')) === 'false') await shelf.press('Enter');
      return await shelf.getAttribute('aria-expanded');
    })
    .toBe('true');
  const why = fresh.locator(`[id="${await shelf.getAttribute('aria-controls')}"]`);
  const browsed = why.locator('.made-by', { hasText: 'Browsed' });
  await expect.poll(async () => await browsed.textContent()).toMatch(/Garden.*\+1\.00/);
  const amounts = await why.locator('.made-amount').allTextContents();
  const [sum = 0, ...parts] = amounts.map((text) => Number(text.replace('−', '-'))).toReversed();
  expect(parts.reduce((total, part) => total + part, 0)).toBeCloseTo(sum, 1);
  expect(await why.locator('.formula').textContent()).toContain('sum over touches');
  await fresh.close();
});

it('lets no stranger read a profile', async () => {
  const stranger = await fetch(`${likeness.collector}/v1/profiles/anyone`);
  expect(stranger.status).toBe(401);
  const withWriteKey = await fetch(`${likeness.collector}/v1/stats`, {
    headers: { authorization: `Bearer ${likeness.writeKey}` },
  });
  expect(withWriteKey.status).toBe(401);
});

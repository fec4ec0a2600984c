import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type RecordingCollector, startRecordingCollector } from '../harness/recording-collector.ts';
import { arrived, html, leaveFor, openBrowser, openPage, pagesArrived, scriptTag } from './open-browser.ts';

let collector: RecordingCollector;
let browser: Browser;
let page: Page;
const tag = scriptTag('data-cross-domain="127.0.0.1, localhost"');
/** The same server by another name: to a browser, another site. */
let other: string;

beforeAll(async () => {
  browser = await openBrowser();
});
beforeEach(async () => {
  collector = await startRecordingCollector();
  other = collector.origin.replace('127.0.0.1', 'localhost');
  collector.serve(
    '/',
    html(`<a id="ours" href="${other}/there?a=1">Ours</a><a id="theirs" href="/x">Same</a>`, '', tag),
  );
  collector.serve('/there', html('<p>There</p>', '', tag));
  page = await openPage(browser, collector.origin);
  await pagesArrived(collector);
});
afterEach(async () => {
  await page.context().close();
  await collector.stop();
});
afterAll(async () => await browser.close());

it('carries the visitor over a link between hosts of the site, and cleans the address', async () => {
  await page.click('#ours');
  const views = await pagesArrived(collector, 2);
  expect(views[1]?.properties).toMatchObject({ url: `${other}/there?a=1` });
  expect(views[1]?.anonymousId).toBe(views[0]?.anonymousId);
  expect(page.url()).toBe(`${other}/there?a=1`);
  expect(collector.requests.map(({ text }) => text).join()).not.toContain('_lk=');
});

it('carries the visitor however late the part of the script comes that does it, on both sides', async () => {
  await page.context().route('**/likeness-asked-for.js', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  collector.serve('/late', html(`<a href="${other}/there?q=mug">Ours</a>`, '', tag));
  await page.goto(`${collector.origin}/late`);
  await pagesArrived(collector, 2);
  await page.click('a');
  await pagesArrived(collector, 3);
  await arrived(collector, 'Products Searched');
  expect(new Set(collector.events().map(({ anonymousId }) => anonymousId)).size).toBe(1);
});

it('believes no id that is late, changed, or came from somewhere else', async () => {
  await page.evaluate(() => {
    document.querySelector<HTMLAnchorElement>('#ours')?.addEventListener('click', (event) => {
      event.preventDefault();
      // Registered on a link.
      document.title = (event.currentTarget as HTMLAnchorElement).href;
    });
  });
  await page.click('#ours');
  const decorated = await page.title();
  expect(await page.getAttribute('#ours', 'href')).toBe(`${other}/there?a=1`);
  const first = (await pagesArrived(collector))[0]?.anonymousId;
  const token = new URL(decorated).searchParams.get('_lk') ?? '';
  expect(token).toContain(first);
  const old = token.replace(/^\w+/, (time) => (Number.parseInt(time, 36) - 130_000).toString(36));
  const follow = async (url: string): Promise<void> => {
    await leaveFor(page, url);
    await page.waitForURL(/there/);
  };
  await follow(`${other}/there?_lk=${old}`);
  const views = await pagesArrived(collector, 2);
  expect(views[1]?.anonymousId).not.toBe(first);
  // Typed or pasted: no referrer.
  await page.goto(decorated);
  expect((await pagesArrived(collector, 3))[2]?.anonymousId).not.toBe(first);
});

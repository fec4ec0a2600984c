import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { findBrowser } from '../harness/find-browser.ts';
import {
  type RecordedEvent,
  type RecordingCollector,
  startRecordingCollector,
} from '../harness/recording-collector.ts';

/** Starts Chromium; `--no-sandbox` because tests may run as root. */
export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: await findBrowser(), args: ['--no-sandbox'] });
}

/** What one test has for itself: nothing of another test is in it. */
export interface FreshPage {
  readonly collector: RecordingCollector;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
}

/** Sets up every test of the file that calls it: one browser for all, and for each an empty page and a collector, of which `begin` is told. */
export function beginWithFreshPage(begin: (fresh: FreshPage) => void): void {
  let browser: Browser;
  let fresh: FreshPage | undefined;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  beforeEach(async () => {
    const collector = await startRecordingCollector();
    const context = await browser.newContext();
    fresh = { collector, browser, context, page: await context.newPage() };
    begin(fresh);
  });
  afterEach(async () => {
    await fresh?.context.close();
    await fresh?.collector.stop();
  });
  afterAll(async () => await browser.close());
}

/** The inline stub, as the README gives it. */
export const stub = `window.likeness={q:[]};for(const m of"track identify page group alias reset consent flush anonymousId".split(" "))likeness[m]=(...a)=>likeness.q.push([m,a])`;

/** The script tag of the SDK; `attributes` as they are written in HTML. */
export function scriptTag(attributes = '', src = '/likeness.js'): string {
  return `<script async src="${src}" data-write-key="wk_test" ${attributes}></script>`;
}

/** A whole page with the script tag in its head. */
export function html(body: string, head = '', tag = scriptTag()): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Test page</title><link rel="icon" href="data:,">${tag}${head}</head><body>${body}</body></html>`;
}

/** Opens a page in a context of its own, so that no cookie and no database is shared with another test. */
export async function openPage(
  browser: Browser,
  url: string,
  setUp: (context: BrowserContext) => Promise<void> = async () => undefined,
): Promise<Page> {
  const context = await browser.newContext();
  await setUp(context);
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** Waits in the page: its own timers that were due before have run by then, however slow it is. */
export async function waitInPage(page: Page, ms: number): Promise<void> {
  await page.evaluate((time) => new Promise((resolve) => setTimeout(resolve, time)), ms);
}

/** Lets the page itself go elsewhere, in a task of its own: it may be gone before it can answer. */
export async function leaveFor(page: Page, url: string): Promise<void> {
  await page.evaluate((to) => void setTimeout(() => location.assign(to)), url);
}

/** Scrolls the page, or an element in it, and waits until the SDK has looked how far. */
export async function scroll(page: Page, top: number, selector = 'html'): Promise<void> {
  await page.evaluate(
    ([to, where]) =>
      new Promise((resolve) => {
        // It looks 100 ms after the first of several events.
        addEventListener('scroll', () => setTimeout(resolve, 150), { once: true, capture: true });
        document.querySelector(where)?.scrollTo(0, to);
      }),
    [top, selector] as const,
  );
}

/** Waits until track events of a name have arrived, and answers them. */
export async function arrived(
  collector: RecordingCollector,
  name: string,
  count = 1,
): Promise<readonly RecordedEvent[]> {
  await collector.until(() => collector.tracked(name).length >= count, `${count} × ${name}`);
  return collector.tracked(name);
}

/** Waits until page events have arrived, and answers them. Where one has arrived, everything listens. */
export async function pagesArrived(
  collector: RecordingCollector,
  count = 1,
): Promise<readonly RecordedEvent[]> {
  const pages = () => collector.events().filter(({ type }) => type === 'page');
  await collector.until(() => pages().length >= count, `${count} page events`);
  return pages();
}

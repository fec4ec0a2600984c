import type { BrowserContext, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { RecordingCollector } from '../harness/recording-collector.ts';
import { arrived, beginWithFreshPage, html, pagesArrived, scriptTag } from './open-browser.ts';

let collector: RecordingCollector;
let context: BrowserContext;
let page: Page;

beginWithFreshPage((fresh) => {
  ({ collector, context, page } = fresh);
  collector.serve('/', html('<button>B</button>'));
  collector.serve('/pending', html('<button>B</button>', '', scriptTag('data-consent="pending"')));
  collector.serve('/ignore-gpc', html('', '', scriptTag('data-gpc="ignore"')));
});

/** What the page left on the device. */
async function stored(): Promise<object> {
  return {
    cookies: (await context.cookies()).map(({ name, value }) => `${name}=${decodeURIComponent(value)}`),
    ...(await page.evaluate(async () => ({
      databases: (await indexedDB.databases()).map(({ name }) => name),
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
    }))),
  };
}

const nothing = { cookies: [], databases: [], local: [], session: [] };

/** Long enough for everything that could be sent to be sent. */
async function settle(): Promise<void> {
  await page.evaluate(() => window.likeness?.flush?.());
  await page.waitForTimeout(400);
}

it('stores and sends nothing before the visitor was asked, and then what happened meanwhile', async () => {
  await page.goto(`${collector.origin}/pending`);
  await page.click('button');
  await page.evaluate(() => {
    window.likeness?.identify?.('u1');
    window.likeness?.track?.('Waited');
  });
  await settle();
  expect(await stored()).toEqual(nothing);
  expect(collector.requests).toHaveLength(0);

  await page.evaluate(() => window.likeness?.consent?.('granted'));
  const [waited] = await arrived(collector, 'Waited');
  const [view] = await pagesArrived(collector);
  expect(waited?.userId).toBe('u1');
  expect(collector.tracked('Element Clicked')).toHaveLength(1);
  expect(Date.parse(view?.timestamp ?? '')).toBeLessThan(Date.parse(waited?.timestamp ?? ''));

  // The choice is remembered: the next page needs no question.
  await page.goto(`${collector.origin}/pending`);
  await pagesArrived(collector, 2);
});

it('drops what waited when the visitor refuses, and remembers only the refusal', async () => {
  await page.goto(`${collector.origin}/pending`);
  await page.evaluate(() => {
    window.likeness?.track?.('Waited');
    window.likeness?.consent?.('denied');
    window.likeness?.track?.('Later');
  });
  await page.click('button');
  await settle();
  expect(await stored()).toEqual({ ...nothing, cookies: ['likeness=|||||||'] });
  await page.goto(collector.origin);
  await page.click('button');
  await settle();
  expect(collector.requests).toHaveLength(0);
});

it('wipes what is stored when consent is withdrawn, also in other tabs', async () => {
  await page.goto(collector.origin);
  const other = await context.newPage();
  await other.goto(collector.origin);
  await pagesArrived(collector, 2);
  collector.behave({ status: 503 });
  await page.evaluate(() => window.likeness?.track?.('Stored'));
  await collector.until(() => collector.requests.some(({ status }) => status === 503), 'a refused request');
  await page.evaluate(() => window.likeness?.consent?.('denied'));
  // The database is deleted when the other tab, told of it, has let go.
  await expect.poll(stored).toEqual({ ...nothing, cookies: ['likeness=|||||||'] });
  const before = collector.requests.length;
  await other.evaluate(() => window.likeness?.track?.('From the other tab'));
  await other.click('button');
  await other.evaluate(() => window.likeness?.flush?.());
  await settle();
  expect(await stored()).toEqual({ ...nothing, cookies: ['likeness=|||||||'] });
  expect(collector.requests).toHaveLength(before);
  expect(await page.evaluate(() => window.likeness?.anonymousId?.())).toBe('');

  collector.behave('accept');
  await page.evaluate(() => {
    window.likeness?.consent?.('granted');
    window.likeness?.track?.('Again');
  });
  await arrived(collector, 'Again');
  expect(collector.tracked('Stored')).toHaveLength(0);
});

it('takes Global Privacy Control as a refusal, unless the visitor says otherwise or the site ignores it', async () => {
  await context.addInitScript(() => {
    Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });
  });
  await page.goto(collector.origin);
  await page.click('button');
  await settle();
  expect(await stored()).toEqual(nothing);
  expect(collector.requests).toHaveLength(0);
  await page.goto(`${collector.origin}/ignore-gpc`);
  await pagesArrived(collector);
});

it('leaves nothing on the device with memory storage', async () => {
  collector.serve('/memory', html('', '', scriptTag('data-storage="memory"')));
  await page.goto(`${collector.origin}/memory`);
  await page.evaluate(() => window.likeness?.track?.('Remembered nowhere'));
  await arrived(collector, 'Remembered nowhere');
  expect(await stored()).toEqual(nothing);
});

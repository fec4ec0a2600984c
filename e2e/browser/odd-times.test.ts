import type { BrowserContext, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { RecordingCollector } from '../harness/recording-collector.ts';
import { arrived, beginWithFreshPage, html, pagesArrived } from './open-browser.ts';

let collector: RecordingCollector;
let context: BrowserContext;
let page: Page;

beginWithFreshPage((fresh) => {
  ({ collector, context, page } = fresh);
  collector.serve('/', html('<p>Hello</p>'));
  collector.serve('/next', html('<p>Next</p>'));
});

it('numbers the pages of a session, which the collector needs to know bounces', async () => {
  await page.goto(collector.origin);
  await pagesArrived(collector);
  await page.goto(`${collector.origin}/next`);
  await pagesArrived(collector, 2);
  await page.evaluate(() => history.pushState({}, '', '/third'));
  const views = await pagesArrived(collector, 3);
  expect(views.map((view) => view.context.sessionPage)).toEqual([1, 2, 3]);
  expect(views.map((view) => view.context.sessionStart)).toEqual([true, undefined, undefined]);
});

it('loses and repeats nothing when the clock is set, and begins a session only after a pause', async () => {
  await context.addInitScript(() => {
    const { now } = Date;
    const odd = window as Window & { hours?: number };
    Date.now = () => now() + (odd.hours ?? 0) * 3_600_000;
  });
  await page.goto(collector.origin);
  await pagesArrived(collector);
  for (const [name, hours] of [
    ['Back', -5],
    ['Again', -5],
    ['Forth', 3],
  ] as const) {
    await page.evaluate(
      ([event, offset]) => {
        Object.assign(window, { hours: offset });
        window.likeness?.track?.(event);
      },
      [name, hours] as const,
    );
    await arrived(collector, name);
  }
  const [back] = collector.tracked('Back');
  const [again] = collector.tracked('Again');
  const [forth] = collector.tracked('Forth');
  const ids = collector.events().map(({ messageId }) => messageId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(Date.parse(back?.timestamp ?? '')).toBeLessThan(Date.now() - 4 * 3_600_000);
  expect(back?.context.sessionId).toBe((await pagesArrived(collector))[0]?.context.sessionId);
  expect(again?.context.sessionId).toBe(back?.context.sessionId);
  // Eight hours after the last event, by the visitor's own clock.
  expect(forth?.context.sessionId).not.toBe(back?.context.sessionId);
  expect(forth?.context.sessionStart).toBe(true);
});

it('counts a page that comes back from the back/forward cache once more', async () => {
  await page.goto(collector.origin);
  await pagesArrived(collector);
  // Chromium keeps no page while it is driven: the event is made here, the real one is tested in Firefox and WebKitGTK.
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  const views = await pagesArrived(collector, 2);
  expect(views.map((view) => view.context.sessionPage)).toEqual([1, 2]);
});

it('counts a prerendered page once it is shown, and not before', async () => {
  await context.addInitScript(() => {
    let prerendering = true;
    Object.defineProperty(document, 'prerendering', { get: () => prerendering });
    Object.assign(window, {
      show: () => {
        prerendering = false;
        document.dispatchEvent(new Event('prerenderingchange'));
      },
    });
  });
  await page.goto(collector.origin);
  await page.evaluate(() => window.likeness?.track?.('Early'));
  await page.waitForTimeout(500);
  expect(collector.requests).toEqual([]);
  expect(await context.cookies()).toEqual([]);
  await page.evaluate('show()');
  expect(await pagesArrived(collector)).toHaveLength(1);
  await arrived(collector, 'Early');
});

it('lets two versions of the script work on one visitor in two tabs', async () => {
  await page.goto(collector.origin);
  await pagesArrived(collector);
  const [cookie] = await context.cookies();
  if (cookie === undefined) throw new Error('no cookie');
  // What an older version wrote: no number of pages.
  await context.addCookies([{ ...cookie, value: cookie.value.split('|').slice(0, 6).join('|') }]);
  const other = await context.newPage();
  await other.goto(`${collector.origin}/next`);
  const views = await pagesArrived(collector, 2);
  expect(views[1]?.anonymousId).toBe(views[0]?.anonymousId);
  expect(views[1]?.context.sessionId).toBe(views[0]?.context.sessionId);
  await Promise.all([
    page.evaluate(() => window.likeness?.track?.('One')),
    other.evaluate(() => window.likeness?.track?.('Two')),
  ]);
  await arrived(collector, 'One');
  await arrived(collector, 'Two');
});

it('tells how many events it had to drop', async () => {
  await page.goto(collector.origin);
  await pagesArrived(collector);
  // When the page hears that its view was accepted it tells what it dropped until then: not while everything is refused.
  await page.evaluate(() => window.likeness?.flush?.());
  collector.behave({ status: 400 });
  await page.evaluate(() => {
    for (let i = 0; i < 7; i++) window.likeness?.track?.('Refused');
    window.likeness?.track?.('Circle', { big: 1n });
  });
  // Other captures may be refused with them, and on a busy machine they do not all go in one request.
  const refused = () =>
    collector.requests.filter(({ status }) => status === 400).flatMap(({ events }) => events);
  await collector.until(
    () => refused().filter(({ event }) => event === 'Refused').length === 7,
    'seven refusals',
  );
  collector.behave('accept');
  await page.evaluate(() => window.likeness?.track?.('After'));
  const told = () =>
    collector.tracked('Events Dropped').reduce((sum, { properties }) => sum + Number(properties.count), 0);
  // The one that cannot be written counts, too.
  await collector.until(() => told() > refused().length, 'the whole count');
  expect(told()).toBe(refused().length + 1);
});

it('goes on when everything that is stored is wiped meanwhile', async () => {
  await page.goto(collector.origin);
  await pagesArrived(collector);
  const devtools = await context.newCDPSession(page);
  collector.behave({ status: 503 });
  await page.evaluate(() => window.likeness?.track?.('Held'));
  await collector.until(() => collector.requests.some(({ status }) => status === 503), 'a refusal');
  await devtools.send('Storage.clearDataForOrigin', { origin: collector.origin, storageTypes: 'all' });
  await context.clearCookies();
  collector.behave('accept');
  await page.evaluate(() => window.likeness?.track?.('Later'));
  await arrived(collector, 'Held');
  await arrived(collector, 'Later');
  expect(collector.tracked('Held')).toHaveLength(1);
});

it('sends what it has as it is where the browser cannot compress', async () => {
  await context.addInitScript(() => {
    Object.defineProperty(window, 'CompressionStream', { value: undefined });
  });
  await page.goto(collector.origin);
  await pagesArrived(collector);
  await page.evaluate(() => window.likeness?.track?.('Plain'));
  await arrived(collector, 'Plain');
  const sent = collector.requests.find(({ text }) => text.includes('"Plain"'));
  expect(sent?.wireBytes).toBe(Buffer.byteLength(sent?.text ?? ''));
});

import type { BrowserContext, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { RecordingCollector } from '../harness/recording-collector.ts';
import { arrived, beginWithFreshPage, html, pagesArrived, scriptTag } from './open-browser.ts';

let collector: RecordingCollector;
let context: BrowserContext;
let page: Page;

beginWithFreshPage((fresh) => {
  ({ collector, context, page } = fresh);
});

async function open(manager: 'tcf' | 'google', script: string): Promise<void> {
  collector.serve('/', html('', `<script>${script}</script>`, scriptTag(`data-consent="${manager}"`)));
  await page.goto(collector.origin);
  await page.waitForFunction(() => window.likeness?.profile);
  await page.evaluate(() => window.likeness?.track?.('Waited'));
  await page.evaluate(() => window.likeness?.flush?.());
  expect(collector.requests).toEqual([]);
  expect(await context.cookies()).toEqual([]);
}

/** Stands in for a consent manager: `tell` answers every listener. */
const tcf = `window.listeners = [];
  window.__tcfapi = (command, version, callback) => { if (command === 'addEventListener' && version === 2) { listeners.push(callback); callback({ eventStatus: 'cmpuishown', gdprApplies: true, purpose: { consents: { 1: true, 8: true } } }, true) } };
  window.tell = (consents, gdprApplies = true) => { for (const one of listeners) one({ eventStatus: 'useractioncomplete', gdprApplies, purpose: { consents } }, true) }`;

/** Opens a page with a TCF manager, and waits until it is listened to. */
async function openTcf(): Promise<void> {
  await open('tcf', tcf);
  await page.waitForFunction('listeners.length > 0');
}

it('waits for the choice that an IAB TCF manager tells, and follows it', async () => {
  await openTcf();
  await page.evaluate('tell({ 1: true, 8: true, 5: false, 6: false })');
  await arrived(collector, 'Waited');
  await pagesArrived(collector);
  expect(await page.evaluate(() => window.likeness?.profile?.())).toBeUndefined();
  const before = collector.requests.length;
  await page.evaluate('tell({ 1: true, 8: false })');
  await page.evaluate(() => window.likeness?.track?.('Refused'));
  await page.evaluate(() => window.likeness?.flush?.());
  expect(collector.requests).toHaveLength(before);
  expect((await context.cookies()).map(({ value }) => decodeURIComponent(value))).toEqual(['|||||||']);
});

it('allows everything where the GDPR does not apply', async () => {
  await openTcf();
  await page.evaluate('tell({}, false)');
  await arrived(collector, 'Waited');
});

it('reads Google consent mode as it passes through the data layer', async () => {
  await open(
    'google',
    `window.dataLayer = []; function gtag() { dataLayer.push(arguments) }
     gtag('consent', 'default', { analytics_storage: 'denied', personalization_storage: 'denied' })`,
  );
  await page.evaluate("gtag('consent', 'update', { analytics_storage: 'granted' })");
  await arrived(collector, 'Waited');
  await pagesArrived(collector);
  const before = collector.requests.length;
  await page.evaluate("gtag('consent', 'update', { analytics_storage: 'denied' })");
  await page.evaluate(() => window.likeness?.track?.('Refused'));
  await page.evaluate(() => window.likeness?.flush?.());
  expect(collector.requests).toHaveLength(before);
});

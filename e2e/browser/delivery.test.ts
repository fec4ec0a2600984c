// One file though long: every scenario shares one page, one collector and one way of counting what arrived.
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RecordingCollector, startRecordingCollector } from '../harness/recording-collector.ts';
import { arrived, html, openBrowser, pagesArrived, scriptTag, stub } from './open-browser.ts';

let collector: RecordingCollector;
let browser: Browser;
let context: BrowserContext;
let page: Page;

// A collector for each test: what the pages of the one before send as they close reaches nobody.
beforeEach(async () => {
  collector = await startRecordingCollector();
  collector.serve('/', html('<p>Hello</p>'));
  collector.serve('/next', html('<p>Next</p>'));
  // A browser for each test: closing a context whose page is just being left may never end, ending a process does.
  browser = await openBrowser();
  context = await browser.newContext();
  page = await context.newPage();
});
afterEach(async () => {
  await browser.close();
  await collector.stop();
});

/** Opens the page and waits until the SDK has delivered its page view. */
async function ready(path = '/'): Promise<void> {
  await page.goto(collector.origin + path);
  await pagesArrived(collector);
}

/** Makes calls in one task and answers at once. */
async function track(count: number, where = page): Promise<void> {
  await where.evaluate((n) => {
    for (let i = 0; i < n; i++) window.likeness?.track?.('Counted', { i });
  }, count);
}

/** What arrived of the counted events: each exactly once. */
function expectEachOnce(count: number): void {
  const numbers = collector.tracked('Counted').map(({ properties }) => properties.i);
  expect(numbers).toHaveLength(count);
  expect(new Set(numbers).size).toBe(count);
}

/** How often each event was sent to a collector that said it accepted it. */
function duplicates(): number {
  const ids = collector.requests
    .filter(({ status }) => status === 200)
    .flatMap(({ events }) => events.map(({ messageId }) => messageId));
  return ids.length - new Set(ids).size;
}

describe('delivery', () => {
  it('sends a burst in few small requests, each event once', async () => {
    await ready();
    const before = collector.requests.length;
    await track(200);
    await arrived(collector, 'Counted', 200);
    expectEachOnce(200);
    const sent = collector.requests.slice(before);
    expect(sent).toHaveLength(1);
    expect(sent.reduce((sum, { wireBytes }) => sum + wireBytes, 0) / 200).toBeLessThan(30);
    expect(duplicates()).toBe(0);
  });

  it('carries ten thousand events', async () => {
    await ready();
    await track(10_000);
    await arrived(collector, 'Counted', 10_000);
    expectEachOnce(10_000);
  });

  it.each([3, 20, 200])('loses none of %i events when the page navigates at once', async (count) => {
    await ready();
    const leaving = page.evaluate((n) => {
      for (let i = 0; i < n; i++) window.likeness?.track?.('Counted', { i });
      location.assign('/next');
    }, count);
    // The page may be gone before it can answer.
    leaving.catch(() => undefined);
    // A context that is closed in the middle of a navigation may never answer.
    await page.waitForURL(`${collector.origin}/next`);
    await arrived(collector, 'Counted', count);
    expectEachOnce(count);
  });

  it('sends what it has when the tab is closed', async () => {
    await ready();
    await track(200);
    await page.close({ runBeforeUnload: true });
    await arrived(collector, 'Counted', 200);
    expectEachOnce(200);
  });

  it('keeps events over an offline time and a reload', async () => {
    await ready();
    await context.setOffline(true);
    await track(200);
    // Resolves when it is on the disk and an attempt to send it has failed.
    await page.evaluate(() => window.likeness?.flush?.());
    await context.setOffline(false);
    await page.goto(`${collector.origin}/next`);
    await arrived(collector, 'Counted', 200);
    expectEachOnce(200);
  });

  it('recovers when the network returns, without waiting until its next attempt is due', async () => {
    await page.clock.install();
    await ready();
    await context.setOffline(true);
    const failed = page.waitForEvent('requestfailed');
    await track(20);
    await failed;
    // From here on no timer of the page fires.
    await page.clock.pauseAt(Date.now() + 3_000);
    await context.setOffline(false);
    await arrived(collector, 'Counted', 20);
    expectEachOnce(20);
  });

  it('tries again at once when the network returns while an attempt is about to fail', async () => {
    await page.clock.install();
    await ready();
    const attempted = new Promise<Route>((resolve) => {
      void page.route('**/v1/batch', resolve, { times: 1 });
    });
    await track(20);
    const attempt = await attempted;
    // From here on no timer of the page fires.
    await page.clock.pauseAt(Date.now() + 3_000);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await attempt.abort('internetdisconnected');
    await arrived(collector, 'Counted', 20);
    expectEachOnce(20);
  });

  it.each([503, 429])('keeps events while the collector answers %i', async (status) => {
    await ready();
    collector.behave({ status });
    await track(200);
    await collector.until(
      () => collector.requests.filter((one) => one.status === status).length >= 2,
      'two refusals',
    );
    collector.behave('accept');
    await arrived(collector, 'Counted', 200);
    expectEachOnce(200);
  });

  it('waits as long as the collector asks', async () => {
    await ready();
    collector.behave({ status: 429, retryAfterSeconds: 3 });
    await track(1);
    await collector.until(() => collector.requests.some(({ status }) => status === 429), 'a refusal');
    collector.behave('accept');
    await arrived(collector, 'Counted', 1);
    const refused = collector.requests.find(({ status }) => status === 429)?.at ?? 0;
    expect((collector.requests.at(-1)?.at ?? 0) - refused).toBeGreaterThanOrEqual(2_990);
  });

  it('gives up what the collector refuses for good', async () => {
    await ready();
    collector.behave({ status: 400 });
    await track(5);
    await collector.until(() => collector.requests.some(({ status }) => status === 400), 'a refusal');
    collector.behave('accept');
    await page.evaluate(() => {
      window.likeness?.track?.('After');
    });
    await arrived(collector, 'After');
    expect(collector.tracked('Counted')).toHaveLength(0);
  });

  it('sends again what was cut off, with the same ids', async () => {
    await ready();
    collector.behave('cut');
    await track(200);
    await collector.until(() => collector.requests.some(({ status }) => status === 0), 'a cut connection');
    collector.behave('accept');
    const counted = () =>
      collector.requests
        .filter(({ status }) => status === 200)
        .flatMap(({ events }) => events)
        .filter(({ event }) => event === 'Counted');
    await collector.until(() => counted().length >= 200, 'the events again');
    expectEachOnce(200);
  });

  it('sends the events of three tabs through one at a time', async () => {
    await ready();
    const others = [await context.newPage(), await context.newPage()];
    for (const other of others) await other.goto(collector.origin);
    await pagesArrived(collector, 3);
    await Promise.all(
      [page, ...others].map((tab, index) =>
        tab.evaluate((from) => {
          for (let i = 0; i < 100; i++) window.likeness?.track?.('Counted', { i: from + i });
        }, index * 100),
      ),
    );
    await arrived(collector, 'Counted', 300);
    expectEachOnce(300);
    const sessions = new Set(collector.events().map((event) => event.context.sessionId));
    expect(sessions.size).toBe(1);
    expect(new Set(collector.events().map(({ anonymousId }) => anonymousId)).size).toBe(1);
  });

  it('loses nothing when its database is deleted underfoot', async () => {
    await ready();
    collector.behave({ status: 503 });
    await track(200);
    await collector.until(() => collector.requests.some(({ status }) => status === 503), 'a refusal');
    await page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const request = indexedDB.deleteDatabase('likeness-wk_test');
          request.onsuccess = resolve;
          request.onerror = reject;
        }),
    );
    collector.behave('accept');
    await arrived(collector, 'Counted', 200);
    expectEachOnce(200);
  });

  it('works from memory where there is no IndexedDB', async () => {
    await context.addInitScript(() => {
      Object.defineProperty(window, 'indexedDB', { value: undefined });
    });
    await ready();
    await track(200);
    await arrived(collector, 'Counted', 200);
    expectEachOnce(200);
  });

  it('works from memory when the storage quota is exhausted', async () => {
    await ready();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: collector.origin, quotaSize: 1 });
    collector.behave({ status: 503 });
    await track(200);
    await collector.until(() => collector.requests.some(({ status }) => status === 503), 'a refusal');
    collector.behave('accept');
    await arrived(collector, 'Counted', 200);
    expectEachOnce(200);
  });

  it('takes over calls made before it was there', async () => {
    collector.serve(
      '/queued',
      html(
        '',
        '',
        `<script>${stub};likeness.track('Early',{a:1});likeness.identify('u1',{plan:'pro'})</script>${scriptTag()}`,
      ),
    );
    await page.goto(`${collector.origin}/queued`);
    const [early] = await arrived(collector, 'Early');
    expect(early?.properties).toEqual({ a: 1 });
    await collector.until(() => collector.events().some(({ type }) => type === 'identify'), 'identify');
    expect(collector.events().find(({ type }) => type === 'identify')).toMatchObject({
      userId: 'u1',
      traits: { plan: 'pro' },
    });
    expect(stub.length).toBeLessThanOrEqual(350);
  });

  it('works twice on one page as if it were there once', async () => {
    collector.serve('/twice', html('<button>B</button>', scriptTag('data-second'), scriptTag()));
    await page.goto(`${collector.origin}/twice`);
    await pagesArrived(collector);
    await page.click('button');
    await arrived(collector, 'Element Clicked');
    await page.evaluate(() => window.likeness?.flush?.());
    expect(collector.events().filter(({ type }) => type === 'page')).toHaveLength(1);
    expect(collector.tracked('Element Clicked')).toHaveLength(1);
  });
});

describe('identity', () => {
  it('keeps the anonymous id and user id over pages, and forgets both on reset', async () => {
    await ready();
    const first = await page.evaluate(() => window.likeness?.anonymousId?.());
    await page.evaluate(() => window.likeness?.identify?.('u1', { email: 'a@example.org' }));
    await page.goto(`${collector.origin}/next`);
    await page.evaluate(() => {
      window.likeness?.track?.('Known');
      window.likeness?.reset?.();
      window.likeness?.track?.('Unknown');
    });
    const [known] = await arrived(collector, 'Known');
    const [unknown] = await arrived(collector, 'Unknown');
    expect(known).toMatchObject({ anonymousId: first, userId: 'u1' });
    expect(unknown?.userId).toBeUndefined();
    expect(unknown?.anonymousId).not.toBe(first);
    expect(unknown?.context.sessionId).not.toBe(known?.context.sessionId);
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ name: 'likeness', sameSite: 'Lax', path: '/' });
  });

  it('takes the id that the site hands out', async () => {
    collector.serve('/given', html('', '', scriptTag('data-anonymous-id="device-7"')));
    await ready('/given');
    expect(collector.events().map(({ anonymousId }) => anonymousId)).toContain('device-7');
    await page.evaluate(() => window.likeness?.reset?.({ anonymousId: 'device-8' }));
    await page.evaluate(() => window.likeness?.track?.('After'));
    expect((await arrived(collector, 'After'))[0]?.anonymousId).toBe('device-8');
  });

  it('sends every kind of call', async () => {
    await ready();
    await page.evaluate(() => {
      window.likeness?.group?.('acme', { seats: 5 });
      window.likeness?.alias?.('u2', 'old');
      window.likeness?.page?.('Step 2', { step: 2 });
      window.likeness?.track?.('Strict', {}, { durability: 'strict' });
    });
    await arrived(collector, 'Strict');
    const kinds = collector.events();
    expect(kinds.find(({ type }) => type === 'group')).toMatchObject({
      groupId: 'acme',
      traits: { seats: 5 },
    });
    expect(kinds.find(({ type }) => type === 'alias')).toMatchObject({ userId: 'u2', previousId: 'old' });
    expect(kinds.filter(({ type }) => type === 'page')[1]).toMatchObject({
      name: 'Step 2',
      properties: { step: 2, path: '/' },
    });
  });
});

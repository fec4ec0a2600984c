import {
  compileRules,
  emptyProfile,
  foldEvents,
  type LikenessEvent,
  type Profile,
  readTags,
} from '@likeness/core';
import type { BrowserContext, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { RecordedEvent, RecordingCollector } from '../harness/recording-collector.ts';
import { arrived, beginWithFreshPage, html, pagesArrived, scriptTag, stub } from './open-browser.ts';

let collector: RecordingCollector;
let context: BrowserContext;
let page: Page;

beginWithFreshPage((fresh) => {
  ({ collector, context, page } = fresh);
  collector.serve(
    '/',
    html(
      '<button>B</button>',
      '',
      `<script>${stub};likeness.q.push(['onProfile',[(view)=>{window.seen=view}]])</script>${scriptTag()}`,
    ),
  );
});

/** The profile as the collector would fold it from what it was sent. */
function foldOf(events: readonly RecordedEvent[]): Profile {
  return foldEvents(
    emptyProfile(),
    // Recorded events have the wire's shape; folding reads these members.
    events.map(
      (event) =>
        ({
          ...event,
          eventId: event.messageId,
          occurredAt: Date.parse(event.timestamp),
        }) as unknown as LikenessEvent,
    ),
    compileRules(),
  );
}

/** Waits until the profile on the device has counted what the collector has, and answers it. */
async function profileOf(where: Page): Promise<Profile> {
  const profile = () => where.evaluate(() => window.likeness?.profile?.()?.profile);
  const namesOf = (counts: Profile['counts'] = {}): string =>
    Object.entries(counts)
      .map(([name, [count]]) => `${count} × ${name}`)
      .sort()
      .join(', ');
  await expect
    .poll(async () => {
      const device = namesOf((await profile())?.counts);
      const collected = namesOf(foldOf(collector.events()).counts);
      return device === collected ? 'the same' : `on the device ${device}; at the collector ${collected}`;
    })
    .toBe('the same');
  const found = await profile();
  if (found === undefined) throw new Error('no profile');
  return found;
}

function expectSame(device: Profile, collected: Profile): void {
  const weights = (profile: Profile) =>
    readTags(profile.interests, Date.now()).map(({ family, value, count }) => `${family}:${value}:${count}`);
  expect(weights(device)).toEqual(weights(collected));
  expect(device).toMatchObject(pick(collected, ['counts', 'value', 'engagement', 'psychographics']));
  expect(Object.keys(device.rates).sort()).toEqual(Object.keys(collected.rates).sort());
}

function pick<Key extends keyof Profile>(profile: Profile, keys: readonly Key[]): object {
  return Object.fromEntries(keys.map((key) => [key, profile[key]]));
}

it('keeps the same profile on the device as the collector folds, over pages and tabs', async () => {
  await page.goto(collector.origin);
  await pagesArrived(collector);
  await page.evaluate(() => {
    window.likeness?.track?.('Product Viewed', {
      name: 'Blue mug',
      brand: 'Acme',
      category: 'Kitchen/Mugs',
      price: 12.5,
    });
    window.likeness?.track?.('Order Completed', {
      currency: 'EUR',
      revenue: 25,
      products: [{ name: 'Blue mug', brand: 'Acme', category: 'Kitchen/Mugs', price: 12.5, quantity: 2 }],
    });
  });
  await arrived(collector, 'Order Completed');
  expectSame(await profileOf(page), foldOf(collector.events()));

  const other = await context.newPage();
  await other.goto(collector.origin);
  await pagesArrived(collector, 2);
  await other.evaluate(() =>
    window.likeness?.track?.('Product Viewed', { category: 'Kitchen/Bowls', brand: 'Acme' }),
  );
  await arrived(collector, 'Product Viewed', 2);
  expectSame(await profileOf(other), foldOf(collector.events()));

  const view = await other.evaluate(() => window.likeness?.profile?.());
  expect(view?.counts['Product Viewed']).toBe(2);
  expect(view?.segments).toContain('new');
  expect(view?.tags[0]).toMatchObject({ family: 'brand', value: 'acme' });
  const variant = await other.evaluate(() => window.likeness?.variant?.('header', ['a', 'b', 'c']));
  expect(variant).toMatch(/^[abc]$/);
  expect(await page.evaluate(() => window.likeness?.variant?.('header', ['a', 'b', 'c']))).toBe(variant);
});

/** How many events the profile on the disk has counted; `undefined` while anything else waits there. */
async function storedEvents(where: Page): Promise<number | undefined> {
  return await where.evaluate(
    (name) =>
      new Promise<number | undefined>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const all = database.transaction(name).objectStore(name).getAll();
          all.onerror = () => reject(all.error);
          all.onsuccess = () => {
            database.close();
            const [stored, ...others] = all.result;
            resolve(others.length === 0 ? stored?.profile?.events : undefined);
          };
        };
      }),
    'likeness-wk_test',
  );
}

it('counts what happens as a page is left, like the collector', async () => {
  await page.goto(collector.origin);
  await page.waitForFunction(() => window.likeness?.profile?.());
  await pagesArrived(collector);
  // A browser ends the transactions of a page that it tears down: what is put aside must not wait for another one.
  await expect.poll(() => storedEvents(page)).toBe(1);
  await page.goto(`${collector.origin}/?again`);
  await pagesArrived(collector, 2);
  await arrived(collector, 'Page Left');
  await page.waitForFunction(() => window.likeness?.profile?.());
  expectSame(await profileOf(page), foldOf(collector.events()));
});

it('learns to cut what is searched for into words when somebody searches', async () => {
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  await page.goto(collector.origin);
  await pagesArrived(collector);
  expect(loaded).not.toContain('/likeness-search-words.js');
  await page.evaluate(() =>
    window.likeness?.track?.('Products Searched', { query: 'the blue mug and a bowl' }),
  );
  await arrived(collector, 'Products Searched');
  const device = await profileOf(page);
  expectSame(device, foldOf(collector.events()));
  expect(Object.keys(device.interests['search-term'] ?? {})).toEqual(['blue', 'mug', 'bowl']);
  expect(loaded).toContain('/likeness-search-words.js');
});

it('holds every slice that the collector folds when the site asks for it', async () => {
  collector.serve('/whole', html('', '', `<script>${stub}</script>${scriptTag('data-profile="whole"')}`));
  await page.goto(`${collector.origin}/whole?utm_source=news`);
  await page.waitForFunction(() => window.likeness?.profile);
  await page.evaluate(() => window.likeness?.profile?.());
  await page.evaluate(() => {
    window.likeness?.identify?.('user-7', { plan: 'pro' });
    window.likeness?.track?.('Products Searched', { query: 'blue mug' });
  });
  await arrived(collector, 'Products Searched');
  await pagesArrived(collector);
  const device = await profileOf(page);
  const collected = foldOf(collector.events());
  expectSame(device, collected);
  expect(device.traits.plan?.value).toBe('pro');
  expect(device).toMatchObject(pick(collected, ['traits', 'days', 'channel', 'environment', 'social']));
});

it('is loaded only when it is used', async () => {
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  collector.serve('/plain', html(''));
  await page.goto(`${collector.origin}/plain`);
  await pagesArrived(collector);
  await page.waitForTimeout(300);
  expect(loaded.some((path) => path.includes('-profile'))).toBe(false);
  await page.evaluate(() => window.likeness?.profile?.());
  await expect.poll(() => loaded.some((path) => path.includes('-profile'))).toBe(true);
});

it('sends nothing in device-only mode, and personalises all the same', async () => {
  collector.serve('/device', html('<button>B</button>', '', scriptTag('data-mode="device-only"')));
  await page.goto(`${collector.origin}/device`);
  await page.waitForFunction(() => window.likeness?.profile);
  await page.evaluate(() => window.likeness?.profile?.());
  await page.evaluate(() =>
    window.likeness?.track?.('Product Viewed', { category: 'Kitchen/Mugs', brand: 'Acme' }),
  );
  await page.click('button');
  await expect
    .poll(() => page.evaluate(() => window.likeness?.profile?.()?.counts['Product Viewed']))
    .toBe(1);
  await page.reload();
  await page.waitForFunction(() => window.likeness?.profile);
  await expect
    .poll(() => page.evaluate(() => window.likeness?.profile?.()?.counts['Product Viewed']))
    .toBe(1);
  await page.evaluate(() => window.likeness?.flush?.());
  expect(collector.requests).toEqual([]);
});

it('forgets the profile with the consent to it', async () => {
  await page.goto(collector.origin);
  await page.waitForFunction(() => window.likeness?.profile?.());
  await page.evaluate(() => window.likeness?.consent?.({ measurement: true, personalisation: false }));
  expect(await page.evaluate(() => window.likeness?.profile?.())).toBeUndefined();
  await page.evaluate(() => window.likeness?.track?.('Still measured'));
  await arrived(collector, 'Still measured');
  const stored = () =>
    page.evaluate(
      () =>
        new Promise<unknown>((resolve) => {
          indexedDB.open('likeness-wk_test').onsuccess = ({ target }) => {
            // The target of an opening's success is its request.
            const database = (target as IDBOpenDBRequest).result;
            const request = database
              .transaction('likeness-wk_test')
              .objectStore('likeness-wk_test')
              .getAllKeys();
            request.onsuccess = () => resolve(request.result);
          };
        }),
    );
  // What was sent is removed once the collector has answered; the profile is what must not stay.
  await expect.poll(stored).toEqual([]);
});

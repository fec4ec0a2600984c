import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type RecordingCollector, startRecordingCollector } from '../harness/recording-collector.ts';
import { arrived, html, openBrowser, pagesArrived, scriptTag } from './open-browser.ts';

let collector: RecordingCollector;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** What went wrong in the page, by its own code or ours. */
let errors: string[];

beforeAll(async () => {
  browser = await openBrowser();
});
beforeEach(async () => {
  collector = await startRecordingCollector();
  context = await browser.newContext();
  page = await context.newPage();
  errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
});
afterEach(async () => {
  await context.close();
  await collector.stop();
});
afterAll(async () => await browser.close());

async function open(body: string, head = '', headers: Record<string, string> = {}, tag = scriptTag()) {
  collector.serve('/', html(body, head, tag), headers);
  await page.goto(collector.origin);
}

it('works under a strict content security policy with a nonce and Trusted Types, without a single report', async () => {
  await open(
    '<button>B</button>',
    '',
    {
      'content-security-policy':
        "default-src 'none'; script-src 'nonce-abc123'; connect-src 'self'; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'",
    },
    scriptTag('nonce="abc123"'),
  );
  await pagesArrived(collector);
  await page.click('button');
  await arrived(collector, 'Element Clicked');
  expect(errors).toEqual([]);
});

it('works on a page whose code throws, and adds no error of its own', async () => {
  await open(
    '<button>B</button>',
    `<script>addEventListener('click', () => { throw new Error('own error') }, true); throw new Error('at load')</script>`,
  );
  await pagesArrived(collector);
  await page.click('button');
  await arrived(collector, 'Element Clicked');
  expect(errors).toEqual(['at load', 'own error']);
  // Errors are captured only where the site asks for it.
  expect(collector.tracked('Error Occurred')).toEqual([]);
});

it('works on a page that freezes the prototypes it builds on', async () => {
  await open(
    '<button>B</button>',
    `<script>for (const C of [Object, Array, Function, String, Promise, Map, Set, EventTarget, Node, Element, HTMLElement, Event, History, Storage, IDBFactory])
      { Object.freeze(C.prototype); Object.freeze(C); }</script>`,
  );
  await pagesArrived(collector);
  await page.click('button');
  await arrived(collector, 'Element Clicked');
  await page.evaluate(() => history.pushState({}, '', '/two'));
  await pagesArrived(collector, 2);
  expect(errors).toEqual([]);
});

it('leaves out what cannot be written as JSON, and never throws into the page', async () => {
  await open('');
  await pagesArrived(collector);
  await page.evaluate(() => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    window.likeness?.track?.('Circle', circle);
    window.likeness?.track?.('Big', { n: 1n });
    window.likeness?.track?.('Good', { n: 1, missing: undefined, when: new Date(0) });
  });
  const [good] = await arrived(collector, 'Good');
  expect(good?.properties).toEqual({ n: 1, when: '1970-01-01T00:00:00.000Z' });
  expect(collector.tracked('Circle')).toEqual([]);
  expect(errors).toEqual([]);
});

it('takes no text of a huge container and stays quick on a page of 50,000 nodes', async () => {
  await open(
    `<div id="big"><p>start</p></div><script>const f = document.createDocumentFragment();
      for (let i = 0; i < 50000; i++) f.append(Object.assign(document.createElement('span'), { textContent: 'secret ' + i }));
      big.append(f)</script>`,
  );
  await pagesArrived(collector);
  // The best of several tries, since a busy machine may do something else meanwhile.
  const milliseconds = await page.evaluate(() => {
    const tries = Array.from({ length: 10 }, () => {
      const startedAt = performance.now();
      for (let i = 0; i < 10; i++) document.querySelector<HTMLElement>('#big')?.click();
      return performance.now() - startedAt;
    });
    return Math.min(...tries);
  });
  const clicks = await arrived(collector, 'Element Clicked', 100);
  expect(clicks[0]?.properties.text).toBeUndefined();
  // A bound for the order of magnitude: reading the container's text would take some 100 ms a click.
  expect(milliseconds / 10).toBeLessThan(20);
});

it('stores and sends on leaving what it can when its later chunk is blocked', async () => {
  await context.route('**/likeness-later.js', (route) => route.abort());
  await open('<button>B</button>');
  await page.waitForFunction(() => window.likeness?.anonymousId);
  await page.click('button');
  await page.evaluate(() => window.likeness?.track?.('Mine'));
  await page.close({ runBeforeUnload: true });
  await arrived(collector, 'Mine');
  await arrived(collector, 'Element Clicked');
  expect(await pagesArrived(collector)).toHaveLength(1);
});

it('changes neither layout nor accessibility of the page', async () => {
  const body = '<main><h1>Title</h1><p>Text</p><button data-likeness-item="m-1">Go</button></main>';
  await open(body, '', {}, '');
  const without = await page.evaluate(() => document.body.outerHTML);
  const tree = await page.locator('body').ariaSnapshot();
  await open(body);
  await arrived(collector, 'Placement Viewed');
  expect(await page.evaluate(() => document.body.outerHTML)).toBe(without);
  expect(await page.locator('body').ariaSnapshot()).toBe(tree);
});

it('tells errors when the site asks for it, each once', async () => {
  await open('', '', {}, scriptTag('data-errors="1"'));
  await pagesArrived(collector);
  // What listens for errors comes later than the rest: the page fails until somebody hears it.
  await page.evaluate(() => {
    setInterval(() => {
      throw new TypeError('broken for anna@example.org');
    }, 50);
  });
  const [error] = await arrived(collector, 'Error Occurred');
  expect(error?.properties).toMatchObject({ message: 'TypeError: broken for [email]' });
  await page.evaluate(() => window.likeness?.flush?.());
  expect(collector.tracked('Error Occurred')).toHaveLength(1);
});

/** Resolves when the browser has told those who asked before what it measured, and they have thought about it. */
const vitalsMeasured = `(async () => {
  await import('/likeness-web-vitals.js');
  for (const type of ['paint', 'largest-contentful-paint']) {
    await new Promise((resolve) => new PerformanceObserver(resolve).observe({ type, buffered: true }));
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
})()`;

it('measures web vitals once, when the page is left', async () => {
  await open('<h1>Large enough to count</h1><button>B</button>');
  await pagesArrived(collector);
  await page.evaluate(vitalsMeasured);
  await page.click('button');
  await page.close({ runBeforeUnload: true });
  const [vitals] = await arrived(collector, 'Web Vitals Measured');
  expect(vitals?.properties).toMatchObject({
    lcp: expect.any(Number),
    fcp: expect.any(Number),
    ttfb: expect.any(Number),
    cls: expect.any(Number),
  });
  expect(collector.tracked('Web Vitals Measured')).toHaveLength(1);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RecordingCollector, startRecordingCollector } from '../harness/recording-collector.ts';
import { html, scriptTag } from './open-browser.ts';
import {
  type EngineName,
  findEngine,
  openSelfDriving,
  type SelfDrivingBrowser,
} from './self-driving-browser.ts';

/** The first start of a browser on a busy machine takes its time. */
const patienceMs = 40_000;

/** Tests captures and durability in an engine, or says what to install; a file for each, so that they run side by side. */
export function testEngine(engine: EngineName): void {
  describe(engine, () => testIn(engine));
}

function testIn(engine: EngineName): void {
  const found = findEngine(engine);
  if ('missing' in found) {
    it.skip(`is not tested here: install ${found.missing}`, () => undefined);
    console.warn(`${engine} is not tested here: install ${found.missing}`);
    return;
  }

  const executable = found.path;
  let collector: RecordingCollector;
  let profileDir: string;
  let browser: SelfDrivingBrowser | undefined;

  beforeEach(async () => {
    collector = await startRecordingCollector();
    collector.serve('/next', html('<p>Next</p>'));
    profileDir = await mkdtemp(join(tmpdir(), `likeness-${engine}-`));
  });
  afterEach(async () => {
    await browser?.kill();
    await collector.stop();
    await rm(profileDir, { recursive: true, force: true, maxRetries: 5 });
  });

  const how = () => ({ engine, path: executable, profileDir });

  /** Opens a page that waits for the SDK's first delivery and then runs a script. */
  async function drive(
    script: string,
    body = '',
    { tag = scriptTag(), others = [] as readonly string[] } = {},
  ): Promise<void> {
    collector.serve(
      '/drive',
      html(
        `${body}<script>addEventListener('load', async () => {
          while (!window.likeness?.profile) await new Promise((r) => setTimeout(r, 20));
          await likeness.flush();
          const count = (n) => { for (let i = 0; i < n; i++) likeness.track('Counted', { i }); };
          ${script}
        })</script>`,
        '',
        tag,
      ),
    );
    browser = await openSelfDriving(how(), `${collector.origin}/drive?q=red+mug`, ...others);
  }

  async function expectEachOnce(count: number): Promise<void> {
    await collector.until(() => collector.tracked('Counted').length >= count, `${count} events`, patienceMs);
    const numbers = collector.tracked('Counted').map(({ properties }) => properties.i);
    expect(numbers).toHaveLength(count);
    expect(new Set(numbers).size).toBe(count);
  }

  it('captures pages, clicks, searches and forms, compresses what it sends, and folds it on the device', async () => {
    await drive(
      `document.querySelector('#buy').click();
       const field = document.querySelector('[name=a]');
       field.value = 'secret';
       field.dispatchEvent(new Event('input', { bubbles: true }));
       history.pushState({}, '', '/two');
       likeness.onProfile(({ counts, segments }) => {
         if (counts.Counted !== 200 || window.told) return;
         window.told = true;
         likeness.track('Profile Seen', { segments });
       });
       count(200);`,
      '<button id="buy" data-sku="m-1">Buy now</button><form id="order"><input name="a"></form>',
    );
    await expectEachOnce(200);
    const names = () => collector.events().map(({ type, event }) => event ?? type);
    // Not Page Left: a page that is left in the instant it was shown has no visible time to tell of.
    const captured = [
      'page',
      'Element Clicked',
      'Products Searched',
      'Form Started',
      'Page Scrolled',
      'Profile Seen',
    ];
    await collector.until(
      () =>
        names().filter((name) => name === 'page').length >= 2 &&
        captured.every((name) => names().includes(name)),
      `two pages and ${captured.join(', ')}`,
      patienceMs,
    );
    expect(collector.tracked('Element Clicked')[0]?.properties).toMatchObject({ id: 'buy', text: 'Buy now' });
    expect(collector.tracked('Products Searched')[0]?.properties).toMatchObject({ query: 'red mug' });
    expect(collector.tracked('Profile Seen')[0]?.properties.segments).toContain('new');
    const burst = collector.requests.find(({ events }) => events.length >= 50);
    // This one is too old to compress, and sends what it has as it is.
    if (engine === 'wpe') expect(burst?.wireBytes).toBe(Buffer.byteLength(burst?.text ?? ''));
    else expect(burst?.wireBytes).toBeLessThan((burst?.text.length ?? 0) / 3);
    expect(collector.requests.map(({ text }) => text).join()).not.toContain('secret');
  });

  it('captures what is scrolled, sent, given up, shown, clicked in vain or in rage, and what fails', async () => {
    await drive(
      `const wait = (ms) => new Promise((r) => setTimeout(r, ms));
       const by = (selector) => document.querySelector(selector);
       for (let i = 0; i < 3; i++) by('#out').click();
       by('[data-likeness-item]').click();
       by('#sent').requestSubmit();
       const field = by('#given-up input');
       field.dispatchEvent(new Event('input', { bubbles: true }));
       by('#box').value = 'green bowl';
       by('#box').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
       setTimeout(() => { throw new Error('broken') });
       await wait(1_500);
       scrollTo(0, 5000);
       await wait(500);
       by('#dead').click();
       await wait(2300);
       location.assign('/next');`,
      `<a id="out" href="https://elsewhere.example/x.pdf" onclick="event.preventDefault()">Elsewhere</a>
       <div data-likeness-placement="similar"><b data-likeness-item="m-1" data-likeness-position="2">Mug</b></div>
       <form id="sent" onsubmit="event.preventDefault()"><input name="a"></form>
       <form id="given-up"><input name="b"></form><input id="box" type="search"><button id="dead">Dead</button>
       <script type="application/ld+json">{"@type":"Product","name":"Blue mug","category":"Kitchen > Mugs"}</script>
       <p style="height:3000px">Long</p>`,
      { tag: scriptTag('data-errors="1"') },
    );
    const all = [
      'Element Clicked',
      'Placement Viewed',
      'Placement Clicked',
      'Form Started',
      'Form Submitted',
      'Form Abandoned',
      'Error Occurred',
      'Scroll Depth Reached',
      'Page Scrolled',
      'Page Left',
      'Dead Click',
      'Web Vitals Measured',
    ];
    await collector.until(
      () => all.every((name) => collector.tracked(name).length > 0),
      all.join(', '),
      patienceMs,
    );
    const first = (name: string) => collector.tracked(name)[0]?.properties;
    expect(first('Element Clicked')).toMatchObject({ outbound: true, download: true });
    expect(collector.tracked('Element Clicked').filter(({ properties }) => properties.rage)).toHaveLength(1);
    expect(first('Placement Viewed')).toEqual({ placement: 'similar', item: 'm-1', position: 2 });
    expect(first('Form Submitted')).toMatchObject({ form: 'sent' });
    expect(first('Form Abandoned')).toEqual({ form: 'given-up', fields: 1 });
    expect(first('Error Occurred')).toMatchObject({ message: 'Error: broken' });
    expect(first('Scroll Depth Reached')).toEqual({ percent: 90 });
    expect(first('Dead Click')).toMatchObject({ id: 'dead' });
    const searches = collector.tracked('Products Searched').map(({ properties }) => properties.query);
    expect(searches).toEqual(['red mug', 'green bowl']);
    const [view] = collector.events().filter(({ type }) => type === 'page');
    expect(view?.properties.metadata).toMatchObject({ name: 'Blue mug', categories: ['Kitchen > Mugs'] });
  });

  it('counts once what five documents record at a time, one without a database, one with ten thousand events', async () => {
    const frame = (name: string, before = ''): void =>
      collector.serve(
        `/frame-${name}`,
        html(
          `<script>addEventListener('load', async () => {
            while (!window.likeness?.profile) await new Promise((r) => setTimeout(r, 20));
            for (let i = 0; i < 100; i++) likeness.track('Framed', { i, name: '${name}' });
          })</script>`,
          '',
          `<script>${before}</script>${scriptTag()}`,
        ),
      );
    frame('a');
    frame('b');
    frame('memory', `Object.defineProperty(window, 'indexedDB', { value: undefined })`);
    frame('plain', `Object.defineProperty(window, 'CompressionStream', { value: undefined })`);
    await drive(
      `for (const name of ['a', 'b', 'memory', 'plain']) document.body.append(Object.assign(document.createElement('iframe'), { src: '/frame-' + name }));
       count(10_000);`,
    );
    await expectEachOnce(10_000);
    await collector.until(() => collector.tracked('Framed').length >= 400, '400 from frames', patienceMs);
    const framed = collector.tracked('Framed').map(({ properties }) => `${properties.name} ${properties.i}`);
    expect(new Set(framed).size).toBe(400);
    expect(framed).toHaveLength(400);
  });

  it('loses nothing when its database is deleted underfoot', async () => {
    collector.behave({ status: 503 });
    await drive(
      `count(200);
       setTimeout(async () => {
         for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
         likeness.track('Deleted');
       }, 300);`,
    );
    await collector.until(
      () => collector.requests.some(({ text }) => text.includes('"Deleted"')),
      'the deletion',
      patienceMs,
    );
    collector.behave('accept');
    await expectEachOnce(200);
  });

  // WPE shows one page and has no tabs.
  if (engine !== 'wpe') {
    it('loses nothing when the tab is closed at once', async () => {
      // Another one keeps the browser open.
      await drive(`count(200); window.close();`, '', { others: ['about:blank'] });
      await collector.until(() => collector.events().length > 0, 'the page', patienceMs);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await browser?.kill();
      browser = await openSelfDriving(how(), `${collector.origin}/next`);
      await expectEachOnce(200);
    });
  }

  it('loses nothing when the page navigates at once', async () => {
    await drive(`count(200); location.assign('/next');`);
    await expectEachOnce(200);
  });

  it('counts a page once more when it comes back from the back/forward cache', async () => {
    collector.serve(
      '/next',
      html('<script>addEventListener("load", () => setTimeout(() => history.back(), 500))</script>'),
    );
    await drive(
      `addEventListener('pageshow', ({ persisted }) => likeness.track('Shown again', { persisted }));
       setTimeout(() => location.assign('/next'), 300);`,
    );
    const shown = () => collector.tracked('Shown again').filter(({ properties }) => properties.persisted);
    await collector.until(() => shown().length > 0, 'the page from the cache', patienceMs);
    const views = () =>
      collector
        .events()
        .filter(({ type, properties }) => type === 'page' && properties.path === '/drive')
        .map(({ context }) => context.sessionPage);
    await collector.until(() => views().length >= 2, 'its second view', patienceMs);
    expect(views()).toEqual([1, 3]);
  });

  it('keeps everything while the collector is unavailable or answers get lost', async () => {
    const counted = (status: number): boolean =>
      collector.requests.some((request) => request.status === status && request.text.includes('"Counted"'));
    collector.behave({ status: 503 });
    await drive('count(200);');
    await collector.until(() => counted(503), 'a refusal', patienceMs);
    collector.behave('cut');
    await collector.until(() => counted(0), 'a lost answer', patienceMs);
    collector.behave('accept');
    await collector.until(() => counted(200), 'the events again', patienceMs);
    await expectEachOnce(200);
  });

  it.each([20, 1_000])('brings everything after the browser was killed %i ms later', async (ms) => {
    collector.behave({ status: 503 });
    const mark = '{"context":{},"batch":[{"type":"track","messageId":"mark","event":"Mark"}]}';
    await drive(
      `count(200); setTimeout(() => fetch('/v1/batch', { method: 'POST', body: '${mark}' }), ${ms});`,
    );
    await collector.until(
      () => collector.requests.some(({ text }) => text === mark),
      'the moment to kill',
      patienceMs,
    );
    await browser?.kill();
    collector.behave('accept');
    browser = await openSelfDriving(how(), `${collector.origin}/next`);
    await expectEachOnce(200);
  });
}

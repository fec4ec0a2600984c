// One file though long: every scenario drives one page of one engine in the same way, and counts in the same way what arrived.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RecordingCollector, startRecordingCollector } from '../harness/recording-collector.ts';
import { html, scriptTag, stub } from './open-browser.ts';
import {
  type EngineName,
  findEngine,
  openSelfDriving,
  type SelfDrivingBrowser,
} from './self-driving-browser.ts';

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

  /** Opens a page that waits for the SDK's first attempt to deliver and then runs a script. */
  async function drive(
    script: string,
    body = '',
    { tag = scriptTag(), others = [] as readonly string[] } = {},
  ): Promise<void> {
    collector.serve(
      '/drive',
      html(
        `${body}<script>${pageWords}addEventListener('load', async () => {
          while (!window.likeness?.profile) await wait(20);
          await likeness.flush();
          ${script}
        })</script>`,
        '',
        tag,
      ),
    );
    browser = await openSelfDriving(how(), `${collector.origin}/drive?q=red+mug`, ...others);
  }

  async function expectEachOnce(count: number, of = collector): Promise<void> {
    await of.until(() => of.tracked('Counted').length >= count, `${count} events`);
    const numbers = of.tracked('Counted').map(({ properties }) => properties.i);
    expect(numbers).toHaveLength(count);
    expect(new Set(numbers).size).toBe(count);
  }

  it('captures pages, clicks, searches and forms, compresses what it sends, and folds it on the device', async () => {
    await drive(
      `await seen('page');
       document.querySelector('#buy').click();
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
      `await seen('page');
       const by = (selector) => document.querySelector(selector);
       for (let i = 0; i < 3; i++) by('#out').click();
       by('[data-likeness-item]').click();
       by('#sent').requestSubmit();
       const field = by('#given-up input');
       field.dispatchEvent(new Event('input', { bubbles: true }));
       by('#box').value = 'green bowl';
       by('#box').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
       setTimeout(() => { throw new Error('broken') });
       await seen('Placement Viewed');
       scrollTo(0, 5000);
       await seen('Scroll Depth Reached');
       by('#dead').click();
       await seen('Dead Click');
       while (!performance.getEntriesByType('resource').some(({ name }) => name.includes('web-vitals'))) await wait(20);
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
    await collector.until(() => all.every((name) => collector.tracked(name).length > 0), all.join(', '));
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
          `<script>${pageWords}addEventListener('load', async () => {
            while (!window.likeness?.profile) await wait(20);
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
    await collector.until(() => collector.tracked('Framed').length >= 400, '400 from frames');
    const framed = collector.tracked('Framed').map(({ properties }) => `${properties.name} ${properties.i}`);
    expect(new Set(framed).size).toBe(400);
    expect(framed).toHaveLength(400);
  });

  it('loses nothing when its database is deleted underfoot', async () => {
    collector.behave({ status: 503 });
    await drive(
      `count(200);
       await seen('Counted', 200);
       for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
       likeness.track('Deleted');`,
    );
    await collector.until(
      () => collector.requests.some(({ text }) => text.includes('"Deleted"')),
      'the deletion',
    );
    collector.behave('accept');
    await expectEachOnce(200);
  });

  // WPE shows one page and has no tabs.
  if (engine !== 'wpe') {
    it('loses nothing when the tab is closed at once', async () => {
      // Another one keeps the browser open, and goes to the next page when the lock of the first is free: it is gone.
      collector.serve(
        '/beside',
        `<script>${pageWords}(async () => {
          await seen('Opened');
          navigator.locks.request('tab', () => location.assign('/next'));
        })()</script>`,
      );
      await drive(
        `await new Promise((held) => navigator.locks.request('tab', () => { held(); return new Promise(() => {}) }));
         likeness.track('Opened');
         await seen('Opened');
         count(200);
         window.close();`,
        '',
        { others: [`${collector.origin}/beside`] },
      );
      await collector.until(
        () =>
          collector.events().some(({ type, properties }) => type === 'page' && properties.path === '/next'),
        'the page after',
      );
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
      html(
        `<script>${pageWords}addEventListener('load', async () => { await seen('page', 2); history.back() })</script>`,
      ),
    );
    // The page in between goes while it sends: where it is kept as well, it must not keep its turn to send.
    collector.behave({ silentTo: '"path":"/next"' });
    // A page that still loads something or stores something may not be kept.
    await drive(
      `addEventListener('pageshow', ({ persisted }) => likeness.track('Shown again', { persisted }));
       await seen('page');
       await likeness.flush();
       setTimeout(() => location.assign('/next'));`,
      '',
      { tag: scriptTag('data-vitals="0"') },
    );
    const pagesOf = (path: string) =>
      collector.events().filter(({ type, properties }) => type === 'page' && properties.path === path);
    await collector.until(() => pagesOf('/next').length > 0, 'the page in between');
    collector.behave('accept');
    const shown = () => collector.tracked('Shown again').filter(({ properties }) => properties.persisted);
    await collector.until(() => shown().length > 0, 'the page from the cache');
    const views = () => pagesOf('/drive').map(({ context }) => context.sessionPage);
    await collector.until(() => views().length >= 2, 'its second view');
    expect(views()).toEqual([1, 3]);
  });

  it('keeps everything while the collector is gone, or answers get lost', async () => {
    const counted = (status: number): boolean =>
      collector.requests.some((request) => request.status === status && request.text.includes('"Counted"'));
    collector.behave('cut');
    await drive('count(200);', '', { tag: quickTries() });
    await collector.until(() => counted(0), 'a lost answer');
    collector.behave('away');
    await collector.until(() => collector.requests.some(({ status }) => status === -1), 'a try in vain');
    collector.behave('accept');
    await collector.until(() => counted(200), 'the events again');
    await expectEachOnce(200);
  });

  it('keeps everything while one collector answers 503 for five seconds, and another 429', async () => {
    const busy = await startRecordingCollector();
    try {
      const since = { 503: 0, 429: 0 };
      const refused = (by: RecordingCollector, status: 503 | 429): boolean => {
        const all = by.requests.filter((one) => one.status === status && one.text.includes('"Counted"'));
        since[status] ||= all[0]?.at ?? 0;
        return all.some(({ at }) => at - since[status] >= 1_000);
      };
      collector.behave({ status: 503 });
      busy.behave({ status: 429, retryAfterSeconds: 1 });
      collector.serve(
        '/busy',
        html(
          `<script>${pageWords}count(200)</script>`,
          '',
          `<script>${stub}</script>${quickTries(`data-endpoint="${busy.origin}"`).replace('wk_test', 'wk_busy')}`,
        ),
      );
      await drive(
        `document.body.append(Object.assign(document.createElement('iframe'), { src: '/busy' })); count(200);`,
        '',
        { tag: quickTries() },
      );
      await Promise.all([
        collector.until(() => refused(collector, 503), 'refusals'),
        busy.until(() => refused(busy, 429), 'refusals of the other'),
      ]);
      const leftMs = Math.max(since[503], since[429]) + 5_000 - Date.now();
      await new Promise((resolve) => setTimeout(resolve, leftMs));
      collector.behave('accept');
      busy.behave('accept');
      await expectEachOnce(200);
      await expectEachOnce(200, busy);
    } finally {
      await busy.stop();
    }
  });

  it('keeps everything over a reload while nothing is in reach', async () => {
    collector.behave('away');
    await drive(
      `if (sessionStorage.reloaded) return tell('Reloaded');
       sessionStorage.reloaded = 'yes';
       count(200);
       await likeness.flush();
       location.reload();`,
      '',
      { tag: quickTries() },
    );
    await collector.until(() => collector.wasTold('Reloaded'), 'the page after the reload');
    expect(collector.events()).toEqual([]);
    collector.behave('accept');
    await expectEachOnce(200);
  });

  it('works from memory when the storage is full', async () => {
    collector.behave({ status: 503 });
    // As browsers have it: the request fails, and takes its transaction with it (Indexed DB §5.11).
    const full = `const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function (...how) {
        const request = put.apply(this, how);
        this.transaction.abort();
        window.isFull = true;
        return request;
      }`;
    await drive(
      `count(200);
       await likeness.flush();
       if (window.isFull && (await stored()) === 0) tell('Full');`,
      '',
      { tag: `<script>${full}</script>${quickTries()}` },
    );
    await collector.until(() => collector.wasTold('Full'), 'a storage that takes nothing');
    collector.behave('accept');
    await expectEachOnce(200);
  });

  it('loses and repeats nothing when the clock is set, and begins a session only after a pause', async () => {
    const clock = 'const { now } = Date; window.hours = 0; Date.now = () => now() + hours * 3_600_000';
    await drive(
      `for (const [turn, setTo] of [0, -5, -5, 3].entries()) {
         hours = setTo;
         for (let i = 0; i < 50; i++) likeness.track('Counted', { i: turn * 50 + i, turn });
         await seen('Counted', turn * 50 + 50);
       }`,
      '',
      { tag: `<script>${clock}</script>${scriptTag()}` },
    );
    await expectEachOnce(200);
    const sessions = [0, 1, 2, 3].map(
      (turn) =>
        new Set(
          collector
            .tracked('Counted')
            .filter(({ properties }) => properties.turn === turn)
            .map(({ context }) => context.sessionId),
        ),
    );
    expect(sessions.map(({ size }) => size)).toEqual([1, 1, 1, 1]);
    const [first, back, again, forth] = sessions.map(([id]) => id);
    expect([back, again]).toEqual([first, first]);
    // Eight hours after the last event, by the visitor's own clock.
    expect(forth).not.toBe(first);
  });

  it.each([20, 1_000])('brings everything after the browser was killed %i ms later', async (ms) => {
    collector.behave({ status: 503 });
    // A machine may be so busy that the browser has not begun to store by then.
    await drive(
      `count(200);
       await wait(${ms});
       while ((await stored()) < 200) await wait(20);
       tell('Now');`,
    );
    await collector.until(() => collector.wasTold('Now'), 'the moment to kill');
    await browser?.kill();
    collector.behave('accept');
    browser = await openSelfDriving(how(), `${collector.origin}/next`);
    await expectEachOnce(200);
  });
}

/** What scripts of driven pages are written with. */
const pageWords = `
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const count = (n) => { for (let i = 0; i < n; i++) likeness.track('Counted', { i }) };
  const tell = (what) => fetch('/tell?' + what);
  /** Waits until events of a name have reached the collector, whatever it answered. */
  const seen = async (name, least = 1) => {
    while (!((await (await fetch('/seen')).json())[name] >= least)) await wait(50);
  };
  /** How many of the counted events are on the disk. */
  const stored = () => new Promise((resolve, reject) => {
    const opening = indexedDB.open('likeness-wk_test');
    opening.onerror = reject;
    opening.onsuccess = () => {
      const database = opening.result;
      const all = database.transaction('likeness-wk_test').objectStore('likeness-wk_test').getAll();
      all.onerror = reject;
      all.onsuccess = () => {
        database.close();
        resolve(all.result.flatMap(({ events = [] }) => events).filter((text) => String(text).includes('"Counted"')).length);
      };
    };
  });
`;

/** The script tag on a page where chance is small: the waits between tries are a tenth of what they are elsewhere. */
function quickTries(attributes = ''): string {
  return `<script>const { random } = Math; Math.random = () => random() / 10</script>${scriptTag(attributes)}`;
}

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

describe.each(['firefox', 'webkitgtk'] as const)('%s', (engine: EngineName) => {
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

  /** Opens a page that waits for the SDK's first delivery and then runs a script. */
  async function drive(script: string, body = ''): Promise<void> {
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
        scriptTag(),
      ),
    );
    browser = await openSelfDriving(engine, executable, profileDir, `${collector.origin}/drive?q=red+mug`);
  }

  async function expectEachOnce(count: number): Promise<void> {
    await collector.until(() => collector.tracked('Counted').length >= count, `${count} events`, patienceMs);
    const numbers = collector.tracked('Counted').map(({ properties }) => properties.i);
    expect(numbers).toHaveLength(count);
    expect(new Set(numbers).size).toBe(count);
  }

  it('captures pages, clicks, searches and forms, and compresses what it sends', async () => {
    await drive(
      `document.querySelector('#buy').click();
       const field = document.querySelector('[name=a]');
       field.value = 'secret';
       field.dispatchEvent(new Event('input', { bubbles: true }));
       history.pushState({}, '', '/two');
       count(200);`,
      '<button id="buy" data-sku="m-1">Buy now</button><form id="order"><input name="a"></form>',
    );
    await expectEachOnce(200);
    const names = () => collector.events().map(({ type, event }) => event ?? type);
    // Not Page Left: a page that is left in the instant it was shown has no visible time to tell of.
    const captured = ['page', 'Element Clicked', 'Products Searched', 'Form Started', 'Page Scrolled'];
    await collector.until(
      () =>
        names().filter((name) => name === 'page').length >= 2 &&
        captured.every((name) => names().includes(name)),
      `two pages and ${captured.join(', ')}`,
      patienceMs,
    );
    expect(collector.tracked('Element Clicked')[0]?.properties).toMatchObject({ id: 'buy', text: 'Buy now' });
    expect(collector.tracked('Products Searched')[0]?.properties).toMatchObject({ query: 'red mug' });
    const burst = collector.requests.find(({ events }) => events.length >= 50);
    expect(burst?.wireBytes).toBeLessThan((burst?.text.length ?? 0) / 3);
    expect(collector.requests.map(({ text }) => text).join()).not.toContain('secret');
  });

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

  it('brings everything after the browser was killed', async () => {
    collector.behave({ status: 503 });
    await drive('count(200);');
    await collector.until(
      () => collector.requests.some(({ text }) => text.includes('"Counted"')),
      'an attempt to send',
      patienceMs,
    );
    await browser?.kill();
    collector.behave('accept');
    browser = await openSelfDriving(engine, executable, profileDir, `${collector.origin}/next`);
    await expectEachOnce(200);
  });
});

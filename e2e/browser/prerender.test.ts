import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findBrowser } from '../harness/find-browser.ts';
import { type RecordingCollector, startRecordingCollector } from '../harness/recording-collector.ts';
import { html } from './open-browser.ts';
import { openSelfDriving, type SelfDrivingBrowser } from './self-driving-browser.ts';

let collector: RecordingCollector;
let profileDir: string;
let browser: SelfDrivingBrowser | undefined;

beforeEach(async () => {
  collector = await startRecordingCollector();
  profileDir = await mkdtemp(join(tmpdir(), 'likeness-prerender-'));
});
afterEach(async () => {
  await browser?.kill();
  await collector.stop();
  await rm(profileDir, { recursive: true, force: true, maxRetries: 5 });
});

/** Sends a marker past the SDK, so that the order of things shows. */
const tell = `const tell = (event, properties = {}) => fetch('/v1/batch', { method: 'POST', body: JSON.stringify({
  context: {}, batch: [{ type: 'track', messageId: event, event, properties }] }) });`;

it('counts a page that the browser really prerenders once, when it is shown', async () => {
  const rules = { prerender: [{ source: 'list', urls: ['/ahead'], eagerness: 'immediate' }] };
  collector.serve(
    '/',
    html(
      `<script type="speculationrules">${JSON.stringify(rules)}</script>
       <script>const look = async () => (await fetch('/go')).ok ? location.assign('/ahead') : setTimeout(look, 100); look()</script>`,
    ),
  );
  collector.serve(
    '/ahead',
    html(
      `<script>${tell}
        tell('Ran', { prerendering: document.prerendering });
        document.addEventListener('prerenderingchange', () => tell('Shown'))</script>`,
    ),
  );
  browser = await openSelfDriving(
    { engine: 'chromium', path: await findBrowser(), profileDir },
    collector.origin,
  );
  await collector.until(() => collector.tracked('Ran').length > 0, 'the prerendering');
  collector.serve('/go', '');
  const views = () => collector.events().filter(({ properties }) => properties?.path === '/ahead');
  await collector.until(() => views().length > 0, 'the view of the page');
  expect(collector.tracked('Ran')[0]?.properties).toEqual({ prerendering: true });
  const order = collector.requests.map(({ text }) => text);
  const shown = order.findIndex((text) => text.includes('"Shown"'));
  expect(shown).toBeGreaterThan(0);
  expect(order.findIndex((text) => text.includes('"path":"/ahead"'))).toBeGreaterThan(shown);
  // It has had time enough to be told of twice.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(views().filter(({ type }) => type === 'page')).toHaveLength(1);
});

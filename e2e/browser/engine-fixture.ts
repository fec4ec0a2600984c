import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { type RecordingCollector, startRecordingCollector } from '../harness/recording-collector.ts';
import { html, scriptTag } from './open-browser.ts';
import { type EngineName, openSelfDriving, type SelfDrivingBrowser } from './self-driving-browser.ts';

/** What the tests of one engine share: a collector and a profile for each test, and a page that drives itself. */
export interface EngineFixture {
  readonly engine: EngineName;
  /** The collector of the test that runs; `/next` is a page of its site. */
  current(): RecordingCollector;
  /**
   * Opens a page that waits for the SDK's first attempt to deliver and then runs a script, written with {@link pageWords};
   * `others` are opened beside it.
   */
  drive(
    script: string,
    body?: string,
    how?: { readonly tag?: string; readonly others?: readonly string[] },
  ): Promise<void>;
  /** Ends the browser as a crash would. */
  kill(): Promise<void>;
  /** Opens a page of the site, on the same profile. */
  open(path: string): Promise<void>;
  /** Waits until so many events of `count` have arrived, and asserts that each did once. */
  expectEachOnce(count: number, at?: RecordingCollector): Promise<void>;
}

/** Sets up the tests of an engine whose executable is at `path`. */
export function useEngine(engine: EngineName, path: string): EngineFixture {
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

  const openAll = async (...urls: readonly string[]): Promise<void> => {
    browser = await openSelfDriving({ engine, path, profileDir }, ...urls);
  };
  return {
    engine,
    current: () => collector,
    async drive(script, body = '', { tag = scriptTag(), others = [] } = {}) {
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
      await openAll(`${collector.origin}/drive?q=red+mug`, ...others);
    },
    kill: async () => await browser?.kill(),
    open: async (where) => await openAll(collector.origin + where),
    async expectEachOnce(count, at = collector) {
      await at.until(() => at.tracked('Counted').length >= count, `${count} events`);
      const numbers = at.tracked('Counted').map(({ properties }) => properties.i);
      expect(numbers).toHaveLength(count);
      expect(new Set(numbers).size).toBe(count);
    },
  };
}

/** What scripts of driven pages are written with. */
export const pageWords = `
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
export function quickTries(attributes = ''): string {
  return `<script>const { random } = Math; Math.random = () => random() / 10</script>${scriptTag(attributes)}`;
}

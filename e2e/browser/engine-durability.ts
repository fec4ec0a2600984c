import { expect, it } from 'vitest';
import { type RecordingCollector, startRecordingCollector } from '../harness/recording-collector.ts';
import { type EngineFixture, pageWords, quickTries } from './engine-fixture.ts';
import { html, scriptTag, stub } from './open-browser.ts';

/** Storage, network, collector or browser fail: what was recorded arrives, and counts once. */
export function testDurability({ current, drive, kill, open, expectEachOnce }: EngineFixture): void {
  it('counts once what five documents record at a time, one without a database, one with ten thousand events', async () => {
    const collector = current();
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
    const collector = current();
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

  it('keeps everything while the collector is gone, or answers get lost', async () => {
    const collector = current();
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
    const collector = current();
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
    const collector = current();
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
    const collector = current();
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

  it.each([20, 1_000])('brings everything after the browser was killed %i ms later', async (ms) => {
    const collector = current();
    collector.behave({ status: 503 });
    // A machine may be so busy that the browser has not begun to store by then.
    await drive(
      `count(200);
       await wait(${ms});
       while ((await stored()) < 200) await wait(20);
       tell('Now');`,
    );
    await collector.until(() => collector.wasTold('Now'), 'the moment to kill');
    await kill();
    collector.behave('accept');
    await open('/next');
    await expectEachOnce(200);
  });
}

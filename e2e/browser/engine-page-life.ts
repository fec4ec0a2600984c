import { expect, it } from 'vitest';
import { type EngineFixture, pageWords } from './engine-fixture.ts';
import { html, scriptTag } from './open-browser.ts';

/** Pages that are closed, left and shown again, and a clock that is set meanwhile. */
export function testPageLife({ engine, current, drive, expectEachOnce }: EngineFixture): void {
  it('loses nothing when the page navigates at once', async () => {
    await drive(`count(200); location.assign('/next');`);
    await expectEachOnce(200);
  });

  // WPE shows one page and has no tabs.
  if (engine !== 'wpe') {
    it('loses nothing when the tab is closed at once', async () => {
      const collector = current();
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

  it('counts a page once more when it comes back from the back/forward cache', async () => {
    const collector = current();
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

  it('loses and repeats nothing when the clock is set, and begins a session only after a pause', async () => {
    const collector = current();
    const clock = 'const { now } = Date; window.hours = 0; Date.now = () => now() + hours * 3_600_000';
    await drive(
      `await seen('page'); // It is recorded with the time at which the page was shown.
       for (const [turn, setTo] of [0, -5, -5, 3].entries()) {
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
}

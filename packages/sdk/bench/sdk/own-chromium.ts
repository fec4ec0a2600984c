import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { findBrowser } from '../../../../e2e/harness/find-browser.ts';

/** A Chromium with a profile on disk, which can be killed as a crash would. */
export interface OwnChromium {
  readonly context: BrowserContext;
  /** Ends all of its processes at once. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Starts Chromium on a profile folder. */
export async function startOwnChromium(profileDir: string): Promise<OwnChromium> {
  const child: ChildProcess = spawn(
    await findBrowser(() => undefined),
    [
      '--headless=new',
      '--no-sandbox',
      '--remote-debugging-port=0',
      `--user-data-dir=${profileDir}`,
      '--no-first-run',
      'about:blank',
    ],
    // A process group of its own, so that one signal reaches the renderers as well.
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const { stderr, pid } = child;
  if (stderr === null || pid === undefined) throw new Error('Chromium did not start.');
  let endpoint = '';
  for await (const line of createInterface({ input: stderr })) {
    endpoint = /ws:\/\/\S+/.exec(line)?.[0] ?? '';
    if (endpoint !== '') break;
  }
  stderr.resume();
  const browser: Browser = await chromium.connectOverCDP(endpoint);
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('Chromium has no context.');
  return {
    context,
    async kill() {
      process.kill(-pid, 'SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await browser.close().catch(() => undefined);
    },
    async close() {
      const exited = once(child, 'exit');
      const session = await browser.newBrowserCDPSession();
      await session.send('Browser.close').catch(() => undefined);
      await exited;
    },
  };
}

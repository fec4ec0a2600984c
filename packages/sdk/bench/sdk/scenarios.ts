import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { FaultSite } from './fault-site.ts';
import { startOwnChromium } from './own-chromium.ts';
import type { RealCollector } from './real-collector.ts';

/** What became of the events of one scenario. */
export interface ScenarioResult {
  readonly sent: number;
  readonly lost: number;
  /** Counted more than once in Postgres. */
  readonly duplicated: number;
}

/** Where scenarios take place. */
export interface Stage {
  readonly browser: Browser;
  readonly site: FaultSite;
  readonly collector: RealCollector;
}

const patienceMs = 25_000;

type Scenario = (stage: Stage, context: BrowserContext, page: Page) => Promise<number>;

/** Each answers how many events it made, all of them *Counted* by the visitor of its context. */
const scenarios: Readonly<Record<string, Scenario>> = {
  normal: async (_, __, page) => await track(page, 200),
  'navigate-3': async ({ site }, _, page) => await trackAndLeave(page, site, 3),
  'navigate-20': async ({ site }, _, page) => await trackAndLeave(page, site, 20),
  'navigate-200': async ({ site }, _, page) => await trackAndLeave(page, site, 200),
  'tab-closed': async (_, __, page) => {
    await track(page, 200);
    await page.close({ runBeforeUnload: true });
    return 200;
  },
  'offline-reload': async ({ site }, context, page) => {
    await context.setOffline(true);
    await track(page, 200);
    await page.reload().catch(() => undefined);
    await context.setOffline(false);
    await page.goto(site.origin);
    return 200;
  },
  'status-503': async ({ site }, _, page) => await disturbed(site, 503, page),
  'status-429': async ({ site }, _, page) => await disturbed(site, 429, page),
  'response-lost': async ({ site }, _, page) => {
    site.fault = 'cut';
    await track(page, 200);
    await sleep(1_500);
    site.fault = 'none';
    return 200;
  },
  'collector-killed': async ({ collector }, _, page) => {
    await track(page, 100);
    await collector.kill();
    await track(page, 100);
    await collector.restart();
    return 200;
  },
  'three-tabs': async ({ site }, context, page) => {
    const tabs = [page, await context.newPage(), await context.newPage()];
    for (const tab of tabs.slice(1)) await tab.goto(site.origin);
    await Promise.all(tabs.map((tab) => track(tab, 100)));
    return 300;
  },
  'quota-exhausted': async ({ site }, context, page) => {
    const devtools = await context.newCDPSession(page);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: site.origin, quotaSize: 1 });
    return await track(page, 200);
  },
  'database-deleted': async ({ site }, _, page) => {
    site.fault = 503;
    await track(page, 200);
    await sleep(300);
    await page.evaluate(async () => {
      for (const { name } of await indexedDB.databases())
        if (name !== undefined) indexedDB.deleteDatabase(name);
    });
    site.fault = 'none';
    return 200;
  },
  'ten-thousand': async (_, __, page) => await track(page, 10_000),
};

/** Runs every scenario against the real collector, each with a visitor of its own; `say` is told of each. */
export async function runScenarios(
  stage: Stage,
  say: (line: string) => void,
): Promise<Record<string, ScenarioResult>> {
  const results: Record<string, ScenarioResult> = {};
  const note = (name: string, result: ScenarioResult): void => {
    results[name] = result;
    say(`${name}: ${result.lost} lost, ${result.duplicated} duplicated of ${result.sent}`);
  };
  for (const [name, scenario] of Object.entries(scenarios)) {
    const context = await stage.browser.newContext();
    const page = await context.newPage();
    const visitor = await arrive(page, stage.site);
    const sent = await scenario(stage, context, page);
    note(name, await settle(stage, visitor, sent));
    await context.close();
  }
  for (const [name, delayMs] of [
    ['browser-killed-20ms', 20],
    ['browser-killed-1s', 1_000],
    ['browser-killed-10s', 10_000],
  ] as const) {
    note(name, await killBrowser(stage, delayMs));
  }
  return results;
}

/** Nothing can be sent when the browser dies; the next start of the same profile has to bring everything. */
async function killBrowser(stage: Stage, delayMs: number): Promise<ScenarioResult> {
  const profileDir = await mkdtemp(join(tmpdir(), 'likeness-browser-'));
  try {
    const first = await startOwnChromium(profileDir);
    const page = await first.context.newPage();
    const visitor = await arrive(page, stage.site);
    stage.site.fault = 503;
    await track(page, 200);
    await sleep(delayMs);
    await first.kill();
    stage.site.fault = 'none';
    const second = await startOwnChromium(profileDir);
    const again = await second.context.newPage();
    await again.goto(stage.site.origin);
    const result = await settle(stage, visitor, 200);
    await second.close();
    return result;
  } finally {
    await rm(profileDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Opens the site and waits until its first events have been delivered; answers the visitor's anonymous id. */
async function arrive(page: Page, site: FaultSite): Promise<string> {
  site.fault = 'none';
  await page.goto(site.origin);
  await page.waitForFunction(() => window.likeness?.anonymousId?.());
  // A cookie reaches the disk late; whoever comes back after a crash would be another visitor otherwise.
  await page.evaluate(() => window.likeness?.flush?.());
  return (await page.evaluate(() => window.likeness?.anonymousId?.())) ?? '';
}

async function track(page: Page, count: number): Promise<number> {
  await page.evaluate((n) => {
    for (let i = 0; i < n; i++) window.likeness?.track?.('Counted', { i });
  }, count);
  return count;
}

async function trackAndLeave(page: Page, site: FaultSite, count: number): Promise<number> {
  const leaving = page.evaluate((n) => {
    for (let i = 0; i < n; i++) window.likeness?.track?.('Counted', { i });
    location.assign('/next');
  }, count);
  // The page may be gone before it can answer.
  leaving.catch(() => undefined);
  await page.waitForURL(`${site.origin}/next`);
  return count;
}

async function disturbed(site: FaultSite, fault: 503 | 429, page: Page): Promise<number> {
  site.fault = fault;
  await track(page, 200);
  await sleep(5_000);
  site.fault = 'none';
  return 200;
}

/** Waits until everything has arrived or patience is over, and a little longer for what comes twice. */
async function settle({ collector }: Stage, visitor: string, sent: number): Promise<ScenarioResult> {
  const deadline = Date.now() + patienceMs;
  let counted = 0;
  while (counted < sent && Date.now() < deadline) {
    await sleep(150);
    counted = await collector.count(visitor, 'Counted').catch(() => 0);
  }
  await sleep(400);
  counted = await collector.count(visitor, 'Counted');
  return { sent, lost: Math.max(0, sent - counted), duplicated: Math.max(0, counted - sent) };
}

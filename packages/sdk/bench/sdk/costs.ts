import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { FaultSite } from './fault-site.ts';
import type { Peer } from './peers.ts';

/**
 * What the SDK costs its page and the network, beside a bare probe in the same run (see fault-site.ts). The main thread's
 * own time is counted, not the clock's: the machine may be shared.
 */
export interface Costs {
  /** Evaluation and initialisation of the first script at a quarter of the processor's speed; long tasks are of 50 ms and more. */
  readonly init: {
    readonly milliseconds: number;
    readonly probeMilliseconds: number;
    /** In all runs together, up to a second after everything was loaded, the browser's own included: those of the probe's page tell how many. */
    readonly longTasks: number;
    readonly probeLongTasks: number;
  };
  /** The synchronous part of `track()`. */
  readonly track: { readonly micros: number; readonly probeMicros: number };
  /** All work of the main thread for a burst of 1,000. */
  readonly burst: { readonly microsPerEvent: number };
  /** What the SDK adds to a click, synchronously. */
  readonly click: { readonly micros: number; readonly probeMicros: number };
  /** A burst of 200. */
  readonly wire: { readonly bytesPerEvent: number };
  /** From `track()` to the collector, and from the network's return to the collector. */
  readonly latency: { readonly p50Milliseconds: number; readonly recoveryMilliseconds: number };
}

/** The same of another tracker. */
export interface PeerCosts {
  readonly version: string;
  readonly bytes: number;
  readonly initMilliseconds: number;
  readonly trackMicros: number;
  readonly burstMicrosPerEvent: number;
  /** What it adds to a click; near 0 where it captures none. */
  readonly clickMicros: number;
}

/** How often something is measured, and over how many calls each time. */
interface Effort {
  readonly runs: number;
  readonly calls: number;
}

const runs = 7;
/** How long long tasks are waited for once everything is loaded. */
const afterLoadMs = 1_000;
const own: Effort = { runs, calls: 1_000 };
/** Some of them take milliseconds a call, and a request each. */
const forPeers: Effort = { runs: 3, calls: 200 };

/** Measures another tracker by the same means. */
export async function measurePeer(browser: Browser, site: FaultSite, peer: Peer): Promise<PeerCosts> {
  const name = peer.name.replace(/\W+/g, '-').replace(/^-/, '');
  site.peers.set(name, peer.code);
  const path = `/peer-${name}`;
  const bareClick = await measureClick(browser, site, '/bare');
  return {
    version: peer.version,
    bytes: peer.bytes,
    initMilliseconds: (await measureInit(browser, site, path, `${path}.js`)).milliseconds,
    trackMicros: round(await measureTrack(browser, site, path, forPeers)),
    burstMicrosPerEvent: round(await measureBurst(browser, site, path, forPeers)),
    clickMicros: round((await measureClick(browser, site, path, forPeers)) - bareClick),
  };
}

/** Measures everything in one browser against a site that accepts batches itself. */
export async function measureCosts(browser: Browser, site: FaultSite): Promise<Costs> {
  const bareClick = await measureClick(browser, site, '/bare');
  const probe = await measureInit(browser, site, '/probe', '/probe.js');
  return {
    init: {
      ...(await measureInit(browser, site, '/', '/likeness.js')),
      probeMilliseconds: probe.milliseconds,
      probeLongTasks: probe.longTasks,
    },
    track: {
      micros: round(await measureTrack(browser, site, '/')),
      probeMicros: round(await measureTrack(browser, site, '/probe')),
    },
    burst: { microsPerEvent: round(await measureBurst(browser, site)) },
    click: {
      micros: round((await measureClick(browser, site, '/')) - bareClick),
      probeMicros: round((await measureClick(browser, site, '/probe')) - bareClick),
    },
    wire: { bytesPerEvent: round(await measureWire(browser, site)) },
    latency: await measureLatency(browser, site),
  };
}

async function measureInit(
  browser: Browser,
  site: FaultSite,
  path: string,
  script: string,
): Promise<{ readonly milliseconds: number; readonly longTasks: number }> {
  const times: number[] = [];
  let longTasks = 0;
  for (let run = 0; run < runs; run++) {
    const page = await browser.newPage();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.addInitScript(() => {
      const seen: PerformanceEntry[] = [];
      Object.assign(window, { longTasks: seen });
      new PerformanceObserver((list) => seen.push(...list.getEntries())).observe({
        type: 'longtask',
        buffered: true,
      });
    });
    await browser.startTracing(page, {
      categories: ['devtools.timeline', 'v8', 'disabled-by-default-v8.compile'],
    });
    await page.goto(site.origin + path);
    await page.waitForFunction(() => window.likeness?.track ?? 'probe' in window);
    const trace = await browser.stopTracing();
    // What is loaded later may not keep the page busy either.
    await page.waitForFunction(() => window.likeness?.profile ?? 'probe' in window);
    await page.waitForTimeout(afterLoadMs);
    // Chrome's trace event format, of which only this is used.
    const { traceEvents } = JSON.parse(trace.toString()) as {
      traceEvents: { name: string; tdur?: number; args?: { data?: { url?: string }; fileName?: string } }[];
    };
    const own = traceEvents.filter(
      ({ name, args }) =>
        (name === 'EvaluateScript' || name === 'v8.compile') && args?.data?.url?.endsWith(script),
    );
    times.push(own.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1_000);
    longTasks += await page.evaluate(() => (window as unknown as { longTasks: unknown[] }).longTasks.length);
    await page.context().close();
  }
  return { milliseconds: round(median(times)), longTasks };
}

async function measureTrack(browser: Browser, site: FaultSite, path: string, effort = own): Promise<number> {
  const page = await ready(browser, site, path);
  const measured: number[] = [];
  for (let run = 0; run < effort.runs * 3; run++) {
    measured.push(
      await page.evaluate((calls) => {
        const { track } =
          window.likeness ?? (window as unknown as { probe: NonNullable<typeof window.likeness> }).probe;
        const startedAt = performance.now();
        for (let i = 0; i < calls; i++) track?.('Product Viewed', { product_id: 'm-1', price: 12.5 });
        return ((performance.now() - startedAt) * 1_000) / calls;
      }, effort.calls),
    );
    await page.waitForTimeout(100);
  }
  await page.context().close();
  // The least disturbed of many runs says what the code costs.
  return quantile(measured, 0.1);
}

async function measureBurst(browser: Browser, site: FaultSite, path = '/', effort = own): Promise<number> {
  const page = await ready(browser, site, path);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const over = async (work: () => Promise<unknown>): Promise<number> => {
    const before = await busySeconds(devtools);
    await work();
    await sleep(1_500);
    return (await busySeconds(devtools)) - before;
  };
  const measured: number[] = [];
  for (let run = 0; run < effort.runs; run++) {
    const idle = await over(() => page.evaluate(() => 0));
    const busy = await over(() =>
      page.evaluate((calls) => {
        const { track } =
          window.likeness ?? (window as unknown as { probe: NonNullable<typeof window.likeness> }).probe;
        for (let i = 0; i < calls; i++) track?.('Product Viewed', { product_id: 'm-1', price: 12.5 });
      }, effort.calls),
    );
    measured.push(((busy - idle) * 1e6) / effort.calls);
  }
  await page.context().close();
  return median(measured);
}

/** Seconds for which the page's main thread was at work. */
async function busySeconds(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
}

async function measureClick(browser: Browser, site: FaultSite, path: string, effort = own): Promise<number> {
  const page = await ready(browser, site, path);
  const measured: number[] = [];
  for (let run = 0; run < effort.runs * 3; run++) {
    measured.push(
      await page.evaluate((calls) => {
        const button = document.querySelector('button');
        const startedAt = performance.now();
        for (let i = 0; i < calls; i++) button?.click();
        return ((performance.now() - startedAt) * 1_000) / calls;
      }, effort.calls),
    );
    await page.waitForTimeout(100);
  }
  await page.context().close();
  return quantile(measured, 0.1);
}

async function measureWire(browser: Browser, site: FaultSite): Promise<number> {
  const page = await ready(browser, site);
  await page.waitForTimeout(500);
  site.batches.length = 0;
  await page.evaluate(async () => {
    for (let i = 0; i < 200; i++)
      window.likeness?.track?.('Product Viewed', { product_id: `m-${i % 7}`, price: 12.5 });
    await window.likeness?.flush?.();
  });
  const bytes = site.batches.reduce((sum, batch) => sum + batch.bytes, 0);
  await page.context().close();
  return bytes / 200;
}

async function measureLatency(browser: Browser, site: FaultSite): Promise<Costs['latency']> {
  const page = await ready(browser, site);
  const delays: number[] = [];
  for (let run = 0; run < 30; run++) delays.push(await delayOf(page, site, async () => undefined));
  const context = page.context();
  await context.setOffline(true);
  const recovery = await delayOf(page, site, async () => {
    await sleep(4_000);
    await context.setOffline(false);
  });
  await context.close();
  return { p50Milliseconds: round(median(delays)), recoveryMilliseconds: round(recovery) };
}

/** From the end of `between`, or from the call when that is at once, until the event arrives. */
async function delayOf(page: Page, site: FaultSite, between: () => Promise<void>): Promise<number> {
  site.batches.length = 0;
  const name = `Timed ${Math.random()}`;
  const calledAt = await page.evaluate((event) => {
    window.likeness?.track?.(event);
    return Date.now();
  }, name);
  const before = Date.now();
  await between();
  const from = Date.now() - before > 1_000 ? Date.now() : calledAt;
  for (;;) {
    const batch = site.batches.find(({ body }) =>
      (body[0] === 0x1f ? gunzipSync(body) : body).includes(name),
    );
    if (batch !== undefined) return batch.at - from;
    if (Date.now() - from > 20_000) throw new Error(`${name} did not arrive within 20 s`);
    await sleep(5);
  }
}

async function ready(browser: Browser, site: FaultSite, path = '/'): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(site.origin + path);
  if (path === '/') await page.waitForFunction(() => window.likeness?.anonymousId?.());
  else if (path !== '/bare') await page.waitForFunction(() => 'probe' in window);
  await page.evaluate(() => window.likeness?.flush?.());
  await page.waitForTimeout(400);
  return page;
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

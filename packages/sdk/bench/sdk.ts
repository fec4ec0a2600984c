/**
 * `pnpm bench sdk [--json]`: what the built SDK weighs and costs in Chromium, and whether events are lost or counted
 * twice when something goes wrong, against the real collector. The last line is one JSON object.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { findBrowser } from '../../../e2e/harness/find-browser.ts';
import { measureCosts, measurePeer, type PeerCosts } from './sdk/costs.ts';
import { startFaultSite } from './sdk/fault-site.ts';
import { bundlePeers } from './sdk/peers.ts';
import { startRealCollector } from './sdk/real-collector.ts';
import { runScenarios, type ScenarioResult } from './sdk/scenarios.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, only: { type: 'string' } },
});
const say = (line: string): void => {
  if (values.json !== true) console.log(line);
};

const dist = join(import.meta.dirname, '../dist');
const chunks: Record<string, number> = {};
for (const file of (await readdir(dist)).filter((name) => /^likeness.*\.js$/.test(name))) {
  chunks[file] = brotliCompressSync(await readFile(join(dist, file))).length;
}
/** What only pages load that ask for it, or on which somebody searches; the whole profile replaces the essential one. */
const optional = /asked-for|search-words|whole-profile/;
const bytes = {
  core: chunks['likeness.js'] ?? Number.NaN,
  /** Of a page with all default captures that uses the profile. */
  total: Object.entries(chunks).reduce((sum, [file, size]) => sum + (optional.test(file) ? 0 : size), 0),
  chunks,
};
say(`brotli: ${bytes.core} B before load, ${bytes.total} B in all`);

const dataDir = await mkdtemp(join(tmpdir(), 'likeness-sdk-bench-'));
const browser = await chromium.launch({
  executablePath: await findBrowser(say),
  args: ['--no-sandbox'],
});
let writeKey = 'wk_bench';

async function runAll(): Promise<Record<string, ScenarioResult>> {
  const collector = await startRealCollector(join(dataDir, 'data'));
  writeKey = collector.writeKey;
  site.collector = collector.origin;
  try {
    return await runScenarios({ browser, site, collector }, say);
  } finally {
    await collector.stop();
  }
}

const site = await startFaultSite(() => writeKey);
try {
  const costs = values.only === 'scenarios' ? undefined : await measureCosts(browser, site);
  if (costs !== undefined) say(JSON.stringify(costs));
  const peers: Record<string, PeerCosts> = {};
  for (const peer of values.only === 'scenarios' ? [] : await bundlePeers(console.error)) {
    peers[peer.name] = await measurePeer(browser, site, peer);
    say(`${peer.name}: ${JSON.stringify(peers[peer.name])}`);
  }
  const scenarios = values.only === 'costs' ? {} : await runAll();
  const all = Object.values(scenarios);
  console.log(
    JSON.stringify({
      bytes,
      ...costs,
      peers,
      scenarios,
      lost: all.reduce((sum, { lost }) => sum + lost, 0),
      duplicated: all.reduce((sum, { duplicated }) => sum + duplicated, 0),
      machine: {
        cpu: cpus()[0]?.model ?? '',
        cores: cpus().length,
        load: loadavg()[0],
        chromium: browser.version(),
      },
    }),
  );
} finally {
  await browser.close();
  await site.stop();
  await rm(dataDir, { recursive: true, force: true });
}
process.exit();

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { brotliCompressSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { readUmamiTracker, umamiVersion } from './umami.ts';

/** Another tracker, set up as its manual says against the site's own origin; it leaves `probe.track` on the window. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  /** What a page loads. */
  readonly code: string;
  /** Of `code`, by brotli. */
  readonly bytes: number;
}

/** What a site writes to use each of them from npm, with all that it captures by itself turned on. */
const setUps: Readonly<Record<string, string>> = {
  'posthog-js': `import posthog from 'posthog-js';
    posthog.init('phc_bench', { api_host: location.origin, autocapture: true, disable_session_recording: true, disable_surveys: true, opt_out_useragent_filter: true });
    window.probe = { track: (name, properties) => posthog.capture(name, properties) };`,
  '@segment/analytics-next': `import { AnalyticsBrowser } from '@segment/analytics-next';
    const analytics = AnalyticsBrowser.load({ writeKey: 'bench', cdnSettings: { integrations: { 'Segment.io': { apiKey: 'bench', apiHost: location.host + '/v1', protocol: 'http' } } } });
    analytics.page();
    window.probe = { track: (name, properties) => { analytics.track(name, properties); } };`,
  '@rudderstack/analytics-js': `import { RudderAnalytics } from '@rudderstack/analytics-js/bundled';
    const analytics = new RudderAnalytics();
    analytics.load('bench', location.origin, { configUrl: location.origin, loadIntegration: false });
    analytics.page();
    window.probe = { track: (name, properties) => { analytics.track(name, properties); } };`,
  '@snowplow/browser-tracker': `import { newTracker, trackPageView, trackSelfDescribingEvent, enableActivityTracking } from '@snowplow/browser-tracker';
    newTracker('sp', location.origin, { appId: 'bench' });
    enableActivityTracking({ minimumVisitLength: 10, heartbeatDelay: 10 });
    trackPageView();
    window.probe = { track: (name, data) => trackSelfDescribingEvent({ event: { schema: 'iglu:com.example/' + name.replace(' ', '_') + '/jsonschema/1-0-0', data } }) };`,
  '@plausible-analytics/tracker': `import { init, track } from '@plausible-analytics/tracker';
    init({ domain: 'bench.example', endpoint: location.origin + '/api/event', captureOnLocalhost: true, outboundLinks: true, fileDownloads: true, formSubmissions: true, logging: false });
    window.probe = { track: (name, props) => track(name, { props }) };`,
};

const require = createRequire(import.meta.url);

/** Bundles every peer as a site would; `say` is told of one that cannot be had. */
export async function bundlePeers(say: (line: string) => void): Promise<readonly Peer[]> {
  const umami = await readUmamiTracker().catch((reason: unknown) => {
    say(`umami: left out, its package cannot be read: ${reason instanceof Error ? reason.message : reason}`);
  });
  return await Promise.all([
    ...Object.entries(setUps).map(async ([name, source]) => bundlePeer(name, await versionOf(name), source)),
    // Its own build only minifies it.
    ...(umami === undefined ? [] : [bundlePeer('umami', umamiVersion, umami + probeUmami)]),
  ]);
}

/** Umami takes its settings from its script tag, which the page has. */
const probeUmami = `
  window.probe = { track: (name, data) => window.umami.track(name, data) };`;

async function bundlePeer(name: string, version: string, source: string): Promise<Peer> {
  const entry = `${import.meta.dirname}/peer-entry.js`;
  const build = await rolldown({
    input: entry,
    platform: 'browser',
    plugins: [
      {
        name: 'peer',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? source : null),
      },
    ],
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    onLog: () => undefined,
  });
  const { output } = await build.generate({
    format: 'iife',
    minify: true,
    comments: false,
    codeSplitting: false,
  });
  await build.close();
  const [{ code }] = output;
  return { name, version, code, bytes: brotliCompressSync(code).length };
}

async function versionOf(name: string): Promise<string> {
  // The package's own file, which some do not export.
  const main = require.resolve(name);
  const folder = main.slice(0, main.lastIndexOf(`node_modules/${name}/`) + `node_modules/${name}/`.length);
  const { version } = JSON.parse(await readFile(`${folder}package.json`, 'utf8')) as { version: string };
  return version;
}

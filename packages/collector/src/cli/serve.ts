import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createDashboard } from '../dashboard/dashboard-route.ts';
import { createService, type Service } from '../service.ts';
import type { Command, CommandContext } from './command.ts';
import { chooseConfig, configOptions, configUsage } from './config-option.ts';
import { chooseDatabase, databaseOptions, databaseUsage } from './database-option.ts';
import { chooseDrainMs, drainUsage } from './drain-option.ts';
import { type Listening, listen } from './listen.ts';
import { choosePort, originOf, portOptions, portUsage } from './port-option.ts';

/** What a collector that is about to listen shows to whoever adds pages of their own to it. */
export interface Serving {
  readonly service: Service;
  readonly siteId: number;
  readonly writeKey: string;
}

/** Adds routes to the collector's app; answers what to do when it stops. */
export type Extend = (
  serving: Serving,
) => Promise<{ readonly demoPath: string; readonly stop: () => Promise<void> }>;

const defaultPort = 8787;

/** Options of `likeness serve` and of `pnpm start`. */
export const serveUsage = `${portUsage(defaultPort)}
  --json               print one JSON line once ready
${configUsage}
${databaseUsage}
${drainUsage}`;

/** `likeness serve`: the collector, the SDK and the dashboard on one port. */
export const serveCommand: Command = {
  summary: 'run the collector: takes events, folds profiles, serves them and the dashboard',
  usage: `likeness serve [options]\n\n${serveUsage}\n  --sdk-dir DIR        folder of the built SDK to serve (likeness.js)`,
  run: (context) => serve(context),
};

/** Runs a collector until it is asked to stop, then drains it; answers the exit code. */
export async function serve(context: CommandContext, extend?: Extend): Promise<number> {
  const { print, log, signal } = context;
  const { values } = parseArgs({
    args: [...context.args],
    options: {
      ...databaseOptions,
      ...configOptions,
      ...portOptions,
      json: { type: 'boolean', default: false },
      'sdk-dir': { type: 'string' },
    },
  });
  const at = choosePort(values, context, defaultPort);
  const drainMs = chooseDrainMs(context);
  const sdkDir = values['sdk-dir'] === undefined ? undefined : resolve(values['sdk-dir']);
  const config = await chooseConfig(values, context);
  const database = await chooseDatabase(values, context);
  // Stopped in the reverse order, whatever failed in between.
  const stops: (() => Promise<void>)[] = [database.release];
  try {
    const service = await createService({
      databaseUrl: database.url,
      log,
      now: context.now,
      random: context.random,
      config,
      ...(sdkDir === undefined || !existsSync(sdkDir) ? {} : { sdkDir }),
    });
    stops.push(service.stop);
    service.app.route('/dashboard', createDashboard());
    const site = await ensureKeys(service);
    const demo = await extend?.({ service, siteId: site.siteId, writeKey: site.writeKey });
    if (demo !== undefined) stops.push(demo.stop);
    let server: Listening | undefined;
    if (!signal.aborted) {
      server = await listen(service.app, at, service.takeBatch);
      stops.push(server.stop);
      const origin = originOf(at.host, server.port);
      const ready: Ready = {
        collector: origin,
        demo: demo === undefined ? null : `${origin}${demo.demoPath}`,
        dashboard: `${origin}/dashboard${site.secretKey === null ? '' : `#key=${site.secretKey}`}`,
        script: `<script async src="${origin}/likeness.js" data-write-key="${site.writeKey}"></script>`,
        writeKey: site.writeKey,
        secretKey: site.secretKey,
        database: database.url,
      };
      print(values.json ? JSON.stringify(ready) : describe(ready));
      if (!signal.aborted) await once(signal, 'abort');
      service.announceStop();
      await server.drain(drainMs);
      if (!values.json) print('\nStopping: taking in what has arrived …');
    }
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
  return 0;
}

/** What `--json` prints. */
interface Ready {
  readonly collector: string;
  readonly demo: string | null;
  readonly dashboard: string;
  readonly script: string;
  readonly writeKey: string;
  /** Only at the first start: it is stored as a hash. */
  readonly secretKey: string | null;
  readonly database: string;
}

interface SiteKeys {
  readonly siteId: number;
  readonly writeKey: string;
  readonly secretKey: string | null;
}

/** The first start makes a site with its two keys; later ones find them, but for the secret key, which is a hash. */
async function ensureKeys({ engine: { keys } }: Service): Promise<SiteKeys> {
  const { siteId } = await keys.ensureSite('default');
  const writeKey = await keys.writeKey(siteId);
  if (writeKey !== undefined) return { siteId, writeKey, secretKey: null };
  return {
    siteId,
    secretKey: await keys.create({ siteId, kind: 'secret', label: 'first start' }),
    writeKey: await keys.create({ siteId, kind: 'write', label: 'first start' }),
  };
}

function describe(ready: Ready): string {
  const rows: readonly (readonly [string, string])[] = [
    ...(ready.demo === null ? [] : [['Demo shop', ready.demo] as const]),
    ['Dashboard', ready.dashboard],
    ['Script tag', ready.script],
    [
      'Secret key',
      ready.secretKey ?? 'shown at the first start; make another: pnpm likeness keys create secret',
    ],
    ['Postgres', `psql '${ready.database}'`],
  ];
  const lines = rows.map(([name, value]) => `  ${name.padEnd(11)} ${value}`);
  const hint =
    ready.secretKey === null
      ? []
      : ['', '  The secret key is shown this once: it opens the dashboard and reads profiles.'];
  return ['', '  Likeness is running. Ctrl-C stops it.', '', ...lines, ...hint, ''].join('\n');
}

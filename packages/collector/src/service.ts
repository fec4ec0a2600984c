import { readFile } from 'node:fs/promises';
import { createEventIdSource, type FoldRules } from '@likeness/core';
import type { Logger } from 'pino';
import { type AppDeps, createApp } from './app.ts';
import type { ApplyDeps, ApplyInput, ApplyResult } from './apply/apply-batch.ts';
import { erasePerson } from './apply/erase-person.ts';
import type { SegmentDeps } from './apply/evaluate-segments.ts';
import { createLane } from './apply/lane.ts';
import { unmerge } from './apply/unmerge.ts';
import { defaultConfig, type ResolvedConfig } from './config/resolve-config.ts';
import { createAllowOrigin } from './http/allow-origin.ts';
import { createAuthenticate } from './http/authenticate.ts';
import { loadStaticFiles } from './http/static-files.ts';
import { createClockSkew } from './ingest/clock-skew.ts';
import { createDirectBatchRoute, type DirectBatchRoute } from './ingest/direct-batch-route.ts';
import { createFlagBot } from './ingest/flag-bot.ts';
import { createKeepPlan, type KeepPlan } from './ingest/keep-plan.ts';
import { createSiteGuess } from './ingest/site-guess.ts';
import { createJobMetrics } from './jobs/job-metrics.ts';
import type { Scheduler } from './jobs/schedule.ts';
import { createFeed, createLiveFeed, type Feed, type LiveFeed } from './live/live-feed.ts';
import { createMemoryLog } from './log/memory-log.ts';
import { createMetrics } from './metrics.ts';
import { createJobs } from './start-jobs.ts';
import { connectDatabase, type Database } from './store/connect.ts';
import { contextTable, createDictionary, type Dictionary, tagTable, textTable } from './store/dictionary.ts';
import { readJobs } from './store/job-store.ts';
import { createKeyStore, type KeyStore } from './store/key-store.ts';
import type { MembershipChange } from './store/membership-store.ts';
import { migrateDatabase } from './store/migrate.ts';
import { createPartitions, keptSince } from './store/partitions.ts';
import { createPopulationCache } from './store/population-cache.ts';
import { createProfileStore } from './store/profile-store.ts';
import { saveHalfLives } from './store/save-half-lives.ts';
import { saveTagRules } from './store/save-tag-rules.ts';
import { createSegmentCache, type SegmentCache } from './store/segment-cache.ts';

/** The parts that fold events into profiles, without HTTP: what a job, an import or a refold needs. */
export interface Engine {
  readonly database: Database;
  readonly keys: KeyStore;
  readonly rules: FoldRules;
  /** What {@link applyBatch} works with. */
  readonly apply: ApplyDeps;
  /** The dictionary of tags. */
  readonly tags: Dictionary;
  readonly segments: SegmentDeps;
  readonly segmentCache: SegmentCache;
  /** `undefined` without a tracking plan. */
  readonly keepPlan: KeepPlan | undefined;
  /** Epoch ms from which on events are kept; `undefined` when they are kept for ever. */
  readonly keptSince: () => number | undefined;
  /** Closes the connections. */
  readonly stop: () => Promise<void>;
}

/** Connects to a migrated database and puts the parts together. */
export function createEngine(options: {
  readonly databaseUrl: string;
  readonly now: () => number;
  /** Default: {@link defaultConfig}. */
  readonly config?: ResolvedConfig;
}): Engine {
  const config = options.config ?? defaultConfig();
  const { rules, webhooks } = config;
  const segmentCache = createSegmentCache(options.now);
  const segments: SegmentDeps = { segments: segmentCache.get, halfLives: rules.tagHalfLives, webhooks };
  const database = connectDatabase(options.databaseUrl);
  const { sql } = database;
  const { placement } = config;
  const names = createDictionary(sql, textTable, placement);
  const tags = createDictionary(sql, tagTable, placement);
  return {
    database,
    keys: createKeyStore(database),
    rules,
    tags,
    segments,
    segmentCache,
    keepPlan: config.trackingPlan === undefined ? undefined : createKeepPlan(config.trackingPlan),
    keptSince: () => {
      const { eventsMs } = config.retention;
      return eventsMs === undefined ? undefined : keptSince(options.now(), eventsMs);
    },
    apply: {
      ...(config.updates.segments.strategy === 'batch' ? {} : { segments }),
      ...(config.updates.profiles.strategy === 'batch' ? { folding: 'later' } : {}),
      sql,
      rules,
      now: options.now,
      partitions: createPartitions(sql),
      dictionaries: { names, contexts: createDictionary(sql, contextTable, placement) },
      profiles: createProfileStore({
        names,
        tags,
        halfLives: rules.tagHalfLives,
        placement,
      }),
      placement,
    },
    stop: database.stop,
  };
}

/** A running collector, without a port. */
export interface Service {
  readonly app: ReturnType<typeof createApp>;
  /** Answers requests for ingest where they come from Node's own server. */
  readonly takeBatch: DirectBatchRoute;
  readonly engine: Engine;
  readonly feed: LiveFeed;
  /** Segments entered and left. */
  readonly segmentFeed: Feed<MembershipChange>;
  /** Ticks by itself unless the service was started with `jobs: 'by hand'`. */
  readonly scheduler: Scheduler;
  /** From now on `/readyz` says that it is stopping; what comes is still taken. */
  readonly announceStop: () => void;
  /** Takes no more events, commits those it has, and closes the connections. */
  readonly stop: () => Promise<void>;
}

/** What a collector is started with. */
export interface ServiceOptions {
  readonly databaseUrl: string;
  readonly log: Logger;
  readonly now: () => number;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** Default: {@link defaultConfig}. */
  readonly config?: ResolvedConfig;
  /** How webhooks are sent; default the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** Default `by schedule`; `by hand` leaves ticking to the caller, for tests. */
  readonly jobs?: 'by schedule' | 'by hand';
  /** Folder of the built SDK. */
  readonly sdkDir?: string;
}

/** Migrates the database and starts a collector on it. Throws when the database cannot be reached or migrated. */
export async function createService(options: ServiceOptions): Promise<Service> {
  const { log, now } = options;
  await migrateDatabase(options.databaseUrl);
  const engine = createEngine(options);
  const { database, apply } = engine;
  await saveHalfLives(database.sql, engine.rules.tagHalfLives);
  await saveTagRules(database.sql, engine.rules);
  await apply.partitions.ensureAhead(now());
  const feed = createLiveFeed();
  const segmentFeed = createFeed<MembershipChange>();
  const publishSegments = (changes: readonly MembershipChange[]): void => {
    if (changes.length > 0) segmentFeed.publish(changes);
  };
  const scheduler = await createJobs({
    databaseUrl: options.databaseUrl,
    engine,
    config: options.config ?? defaultConfig(),
    log,
    now,
    random: options.random,
    fetch: options.fetch ?? fetch,
    onSegmentChange: publishSegments,
  });
  const metrics = createMetrics(() => commit.depth());
  const lane = createLane({
    apply,
    databaseUrl: options.databaseUrl,
    tags: engine.tags,
    onDetour: (error) => log.debug({ err: error }, 'events of known users took the long way'),
  });
  const jobMetrics = createJobMetrics(async () => await readJobs(database.sql));
  const commit = createMemoryLog({
    apply: async (input) => {
      const startedAt = performance.now();
      try {
        const result = await lane.apply(input);
        metrics.observeTransaction(performance.now() - startedAt, input.events.length);
        publish(feed, input, result);
        publishSegments(result.segmentChanges);
        return result;
      } catch (error) {
        log.error({ err: error, events: input.events.length }, 'a transaction failed');
        throw error;
      }
    },
    ping: async () => {
      await database.sql`SELECT 1`;
    },
  });
  let isStopping = false;
  const newId = createEventIdSource(options.random);
  const deps: AppDeps = {
    authenticate: createAuthenticate(engine.keys, now),
    commit,
    newId: () => newId(now()),
    guessSite: createSiteGuess(),
    clockSkew: createClockSkew(),
    flagBot: createFlagBot(),
    keepPlan: engine.keepPlan,
    keptSince: engine.keptSince,
    regionHeader: options.config?.regionHeader,
    allowOrigin: createAllowOrigin(await findSites(engine.keys, options.config?.origins ?? new Map())),
    version: await packageVersion(),
    now,
    metrics: { ...metrics, text: async () => `${await metrics.text()}\n${await jobMetrics.text()}` },
    database,
    profiles: apply.profiles,
    feed,
    segmentFeed,
    halfLives: engine.rules.tagHalfLives,
    rules: engine.rules,
    dictionaries: apply.dictionaries,
    population: createPopulationCache(database.sql, now),
    erase: async (request) => await erasePerson(apply, request),
    unmerge: async (request) => await unmerge(apply, request),
    ...(options.sdkDir === undefined
      ? {}
      : { sdk: await loadStaticFiles(options.sdkDir, (name) => name.endsWith('.js')) }),
    ping: commit.ping,
    isStopping: () => isStopping,
    onError: (error) => log.error({ err: error }, 'a request failed'),
  };
  if (options.jobs !== 'by hand') scheduler.start();
  return {
    app: createApp(deps),
    takeBatch: createDirectBatchRoute(deps),
    engine,
    feed,
    segmentFeed,
    scheduler,
    announceStop: () => {
      isStopping = true;
    },
    stop: async () => {
      isStopping = true;
      await scheduler.stop();
      await commit.stop();
      await lane.stop();
      await engine.stop();
    },
  };
}

/** Lists of the configuration by the id of their site; a site that is named for the first time is made. */
async function findSites<T>(keys: KeyStore, byName: ReadonlyMap<string, T>): Promise<ReadonlyMap<number, T>> {
  const found = new Map<number, T>();
  if (byName.size > 0) await keys.ensureSite('default');
  for (const [name, value] of byName) {
    await keys.ensureSite(name);
    const siteId = await keys.findSite(name);
    if (siteId !== undefined) found.set(siteId, value);
  }
  return found;
}

/** The version of this package; its `package.json` lies beside both the sources and what is built of them. */
async function packageVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  const manifest: { readonly version?: unknown } = JSON.parse(text);
  return String(manifest.version);
}

function publish(feed: LiveFeed, input: ApplyInput, result: ApplyResult): void {
  if (feed.size() === 0) return;
  feed.publish(
    input.events.flatMap(({ siteId, receivedAt, event }, i) => {
      const profileId = result.profileIds[i];
      return profileId === undefined ? [] : [{ siteId, receivedAt, event, profileId }];
    }),
  );
}

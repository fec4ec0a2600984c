import { createEventIdSource } from '@likeness/core';
import type { Logger } from 'pino';
import { createIngestApp, type IngestAppDeps } from './app.ts';
import { createKeyEvent } from './apply/key-event.ts';
import type { KafkaConfig } from './config/kafka-config.ts';
import { defaultConfig, type ResolvedConfig } from './config/resolve-config.ts';
import { createAllowOrigin } from './http/allow-origin.ts';
import { createAuthenticate } from './http/authenticate.ts';
import { loadStaticFiles } from './http/static-files.ts';
import { createClockSkew } from './ingest/clock-skew.ts';
import { createDirectBatchRoute, type DirectBatchRoute } from './ingest/direct-batch-route.ts';
import { createFlagBot } from './ingest/flag-bot.ts';
import { createSiteGuess } from './ingest/site-guess.ts';
import { failureText } from './log/failure-text.ts';
import { createKafkaLog } from './log/kafka-log.ts';
import { createKafkaProducer } from './log/kafka-producer.ts';
import { ensureTopics } from './log/kafka-topics.ts';
import { createProduceMetrics } from './log/log-metrics.ts';
import { createMetrics } from './metrics.ts';
import { createEngine } from './service.ts';
import { createWriteKeyMemory } from './store/write-key-memory.ts';

/** A running collector of a fleet, without a port: it validates, and writes to Kafka. */
export interface CollectService {
  readonly app: ReturnType<typeof createIngestApp>;
  /** Asked first: takes batches without the app, which is cheaper. */
  readonly takeBatch: DirectBatchRoute;
  /** From now on `/readyz` says that it is stopping; what comes is still taken. */
  readonly announceStop: () => void;
  /** Takes no more events, writes those it has, and closes the connections. */
  readonly stop: () => Promise<void>;
}

/** What it is started with. */
export interface CollectOptions {
  /** Only read, for write keys; may be away later. */
  readonly databaseUrl: string;
  readonly kafka: KafkaConfig;
  readonly log: Logger;
  readonly now: () => number;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** Default: {@link defaultConfig}. */
  readonly config?: ResolvedConfig;
  /** Folder of the built SDK. */
  readonly sdkDir?: string;
}

/** Starts a collector that writes to Kafka. Throws when the write keys cannot be read or the topics not be made. */
export async function createCollectService(options: CollectOptions): Promise<CollectService> {
  const { kafka, log, now } = options;
  const config = options.config ?? defaultConfig();
  const engine = createEngine({ ...options, config });
  const stops: (() => Promise<void>)[] = [engine.stop];
  try {
    const writeKeys = await createWriteKeyMemory({
      sql: engine.database.sql,
      now,
      onError: (error) => log.warn({ err: error }, 'write keys cannot be read: those known are used'),
    });
    stops.push(async () => await Promise.resolve(writeKeys.stop()));
    const origins = new Map<number, readonly string[]>();
    for (const [name, allowed] of config.origins) {
      const siteId = await engine.keys.findSite(name);
      if (siteId !== undefined) origins.set(siteId, allowed);
    }
    await ensureTopics(kafka);
    const keyEvent = createKeyEvent();
    const produced = createProduceMetrics();
    const eventLog = createKafkaLog({
      producer: createKafkaProducer(kafka),
      topic: kafka.topic,
      deadTopic: kafka.deadTopic,
      deviceKeyOf: (event) => keyEvent(event).deviceKey,
      onSent: produced.observe,
      onError: (error) => {
        produced.countFailure();
        log.error({ reason: failureText(error) }, 'Kafka did not take events');
      },
    });
    stops.push(eventLog.stop);
    const metrics = createMetrics(eventLog.depth);
    const newId = createEventIdSource(options.random);
    let isStopping = false;
    const deps: IngestAppDeps = {
      authenticate: createAuthenticate(writeKeys, now),
      commit: eventLog,
      newId: () => newId(now()),
      guessSite: createSiteGuess(),
      clockSkew: createClockSkew(),
      flagBot: createFlagBot(),
      keepPlan: engine.keepPlan,
      keptSince: engine.keptSince,
      allowOrigin: createAllowOrigin(origins),
      regionHeader: config.regionHeader,
      now,
      metrics: { ...metrics, text: async () => `${await metrics.text()}\n${await produced.text()}` },
      ...(options.sdkDir === undefined
        ? {}
        : { sdk: await loadStaticFiles(options.sdkDir, (name) => name.endsWith('.js')) }),
      ping: eventLog.ping,
      needs: 'Kafka',
      isStopping: () => isStopping,
      onError: (error) => log.error({ err: error }, 'a request failed'),
    };
    return {
      app: createIngestApp(deps),
      takeBatch: createDirectBatchRoute(deps),
      announceStop: () => {
        isStopping = true;
      },
      stop: async () => {
        isStopping = true;
        for (const stop of stops.reverse()) await stop();
      },
    };
  } catch (error) {
    for (const stop of stops.reverse()) await stop();
    throw error;
  }
}

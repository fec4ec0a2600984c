import type { Logger } from 'pino';
import { createHealthApp } from './app.ts';
import { applyBatch } from './apply/apply-batch.ts';
import type { KafkaConfig } from './config/kafka-config.ts';
import { defaultConfig, type ResolvedConfig } from './config/resolve-config.ts';
import { createJobMetrics } from './jobs/job-metrics.ts';
import { failureText } from './log/failure-text.ts';
import { joinGroup } from './log/kafka-member.ts';
import { createKafkaProducer } from './log/kafka-producer.ts';
import { ensureTopics } from './log/kafka-topics.ts';
import { createLagWatch } from './log/lag-watch.ts';
import { createLogMetrics } from './log/log-metrics.ts';
import { encodeDeadLetter } from './log/log-record.ts';
import { startLogWorker } from './log/log-worker.ts';
import { createMetrics } from './metrics.ts';
import { createEngine, type Engine } from './service.ts';
import { createJobs } from './start-jobs.ts';
import { readJobs } from './store/job-store.ts';
import { claimPartitions, moveOffsets } from './store/log-offsets.ts';
import { migrateDatabase } from './store/migrate.ts';
import { saveHalfLives } from './store/save-half-lives.ts';
import { saveTagRules } from './store/save-tag-rules.ts';

/** A running worker of a fleet, without a port: it applies what collectors wrote to Kafka, and runs jobs. */
export interface WorkService {
  /** Health and metrics. */
  readonly app: ReturnType<typeof createHealthApp>;
  readonly engine: Engine;
  /** Finishes what is under way, leaves the group and closes the connections. */
  readonly stop: () => Promise<void>;
}

/** What it is started with. */
export interface WorkOptions {
  readonly databaseUrl: string;
  readonly kafka: KafkaConfig;
  readonly log: Logger;
  readonly now: () => number;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** Default: {@link defaultConfig}. */
  readonly config?: ResolvedConfig;
  /** Default `by schedule`; `never` leaves them to others. */
  readonly jobs?: 'by schedule' | 'never';
}

/** Starts a worker. Throws when the database cannot be reached or migrated, or the topics not be made. */
export async function createWorkService(options: WorkOptions): Promise<WorkService> {
  const { kafka, log, now } = options;
  await migrateDatabase(options.databaseUrl);
  const engine = createEngine(options);
  const { database, apply } = engine;
  const stops: (() => Promise<void>)[] = [engine.stop];
  const stop = async (): Promise<void> => {
    for (const end of stops.reverse()) await end();
  };
  try {
    await saveHalfLives(database.sql, engine.rules.tagHalfLives);
    await saveTagRules(database.sql, engine.rules);
    await apply.partitions.ensureAhead(now());
    await ensureTopics(kafka);
    if (options.jobs !== 'never') {
      const scheduler = await createJobs({
        databaseUrl: options.databaseUrl,
        engine,
        config: options.config ?? defaultConfig(),
        log,
        now,
        random: options.random,
        fetch,
        // Who watches live does so at `serve`.
        onSegmentChange: () => undefined,
      });
      scheduler.start();
      stops.push(scheduler.stop);
    }
    const metrics = createMetrics(() => 0);
    const logMetrics = createLogMetrics();
    const jobMetrics = createJobMetrics(async () => await readJobs(database.sql));
    const producer = createKafkaProducer(kafka);
    stops.push(producer.stop);
    const watchLag = createLagWatch();
    const worker = startLogWorker({
      deadTopic: kafka.deadTopic,
      join: async (onChange) => await joinGroup(kafka, onChange),
      claim: async (partitions) =>
        await database.sql.begin(async (sql) => await claimPartitions(sql, kafka.group, partitions, now())),
      apply: async (input, moves) => {
        const startedAt = performance.now();
        const { fresh } = await applyBatch(apply, input, (sql) =>
          moveOffsets(sql, kafka.group, moves, now()),
        );
        metrics.observeTransaction(performance.now() - startedAt, input.events.length);
        const accepted = fresh.filter(Boolean).length;
        metrics.countEvents({
          accepted,
          duplicate: fresh.length - accepted,
          quarantined: input.quarantined.length,
        });
      },
      applyAlone: async (event) => {
        await applyBatch(apply, { events: [event], quarantined: [] });
      },
      sendDead: async (inputs) =>
        await producer.send(inputs.map((input) => ({ ...encodeDeadLetter(input), topic: kafka.deadTopic }))),
      now,
      onDead: (dead) => {
        logMetrics.countDead();
        log.error(dead, 'a record could not be applied: see the dead letters');
      },
      onGap: ({ claim, found }) =>
        log.error({ ...claim, found }, 'records are missing: Kafka deleted them, or the topic is another'),
      onAssigned: (partitions) => {
        logMetrics.countRebalance();
        log.info({ partitions }, 'partitions were assigned');
      },
      onTrouble: (what, error) => {
        logMetrics.countTrouble(what);
        log.warn({ reason: failureText(error), what }, 'the log could not be worked on, it is tried again');
      },
      onLag: (lag) => {
        logMetrics.setLag(lag);
        const word = watchLag(lag, now());
        if (word?.state === 'behind') {
          log.warn(word, 'this worker does not keep up: start more workers, or see why Postgres is slow');
        } else if (word !== undefined) log.info('this worker has caught up');
      },
    });
    stops.push(worker.stop);
    let isStopping = false;
    const app = createHealthApp({
      metrics: {
        text: async () => `${await metrics.text()}\n${await logMetrics.text()}\n${await jobMetrics.text()}`,
      },
      ping: async () => {
        await database.sql`SELECT 1`;
        if (!worker.isWorking()) throw new Error('not a working member of the consumer group');
      },
      needs: 'the database or Kafka',
      isStopping: () => isStopping,
      onError: (error) => log.error({ err: error }, 'a request failed'),
    });
    return {
      app,
      engine,
      stop: async () => {
        isStopping = true;
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeyEvent } from '../../src/apply/key-event.ts';
import { listen } from '../../src/cli/listen.ts';
import { createCollectService } from '../../src/collect-service.ts';
import { type KafkaConfig, readKafkaConfig } from '../../src/config/kafka-config.ts';
import { failureText } from '../../src/log/failure-text.ts';
import { createKafkaLog } from '../../src/log/kafka-log.ts';
import { createKafkaProducer } from '../../src/log/kafka-producer.ts';
import { ensureTopics, readTopics } from '../../src/log/kafka-topics.ts';
import { createWorkService } from '../../src/work-service.ts';
import { expectExactlyOnce } from '../faults/expect-exactly-once.ts';
import { sendLoad } from '../faults/fault-load.ts';
import { type Supervised, supervise } from '../faults/supervise.ts';
import { runLikenessJson } from '../harness/command-line.ts';
import { findKafka } from '../harness/find-kafka.ts';
import { type KafkaBroker, startKafkaBroker } from '../harness/kafka-broker.ts';
import { describeEventLog } from './event-log.contract.ts';
import { createTestEngine } from './test-engine.ts';
import { waitUntilApplied } from './wait-until-applied.ts';

const sessionMs = 2_500;
const installation = await findKafka();
const isMissing = 'missing' in installation;

describe.skipIf(isMissing)(
  isMissing ? `Kafka, which cannot be run here: ${installation.missing}` : 'the log on Kafka',
  () => {
    const cleanups: (() => Promise<void>)[] = [];
    const engines = createTestEngine();
    let broker: KafkaBroker;
    let topics = 0;

    beforeAll(async () => {
      if (isMissing) return;
      broker = await startKafkaBroker(installation);
    });
    afterAll(async () => {
      for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
      await engines.stopAll();
      await broker?.stop();
    });

    function environment(): Readonly<Record<string, string>> {
      return {
        LIKENESS_LOG: 'kafka',
        LIKENESS_KAFKA_BROKERS: broker.address,
        LIKENESS_KAFKA_TOPIC: `events-${topics}`,
        LIKENESS_KAFKA_GROUP: `group-${topics}`,
        LIKENESS_KAFKA_PARTITIONS: '4',
        LIKENESS_KAFKA_SESSION_MS: String(sessionMs),
      };
    }
    function nextKafka(): KafkaConfig {
      topics++;
      return readKafkaConfig(environment());
    }
    async function startWorker(databaseUrl: string, kafka: KafkaConfig): Promise<() => Promise<void>> {
      const log = pino({ level: 'silent' });
      const options = { databaseUrl, kafka, log, now: Date.now, random: Math.random, jobs: 'never' as const };
      const worker = await createWorkService(options);
      let stopped: Promise<void> | undefined;
      const stop = async (): Promise<void> => {
        stopped ??= worker.stop();
        await stopped;
      };
      cleanups.push(stop);
      return stop;
    }

    describeEventLog(async () => {
      const { databaseUrl, engine, quarantined } = await engines.start();
      const kafka = nextKafka();
      await ensureTopics(kafka);
      const keyEvent = createKeyEvent();
      return {
        databaseUrl,
        quarantined,
        open: (options) =>
          createKafkaLog(
            {
              producer: createKafkaProducer(kafka),
              topic: kafka.topic,
              deadTopic: kafka.deadTopic,
              deviceKeyOf: (event) => keyEvent(event).deviceKey,
              onSent: () => undefined,
              onError: () => undefined,
            },
            options,
          ),
        settle: async () => {
          const stop = await startWorker(databaseUrl, kafka);
          await waitUntilApplied(engine, kafka);
          await stop();
        },
      };
    });

    it('sends what nobody can read to the dead letters, and goes on', async () => {
      const { databaseUrl, engine, quarantined } = await engines.start();
      const kafka = nextKafka();
      await ensureTopics(kafka);
      const producer = createKafkaProducer(kafka);
      const strange = ['no JSON', '{"v":99}'].map((value) => ({ key: 'x', siteId: 1, value }));
      await producer.send(strange.map((record) => ({ ...record, topic: kafka.topic })));
      await producer.send([{ key: 'x', siteId: 1, value: 'no letter', topic: kafka.deadTopic }]);
      await producer.stop();
      await startWorker(databaseUrl, kafka);
      await waitUntilApplied(engine, kafka);
      // What went to the dead letters in between.
      await waitUntilApplied(engine, kafka);
      expect(await quarantined()).toEqual(['no JSON', '{"v":99}']);
      const [, dead] = await readTopics(kafka);
      expect(dead?.ends).toEqual([3]);
    });

    it('is reached through TLS, with a password, as the environment says', async () => {
      const { secure } = broker;
      nextKafka();
      const env = {
        ...environment(),
        LIKENESS_KAFKA_BROKERS: secure.address,
        LIKENESS_KAFKA_TLS: 'on',
        LIKENESS_KAFKA_CA_FILE: secure.caFile,
        LIKENESS_KAFKA_SASL: 'plain',
        LIKENESS_KAFKA_USER: secure.user,
        LIKENESS_KAFKA_PASSWORD: secure.password,
      };
      const kafka = readKafkaConfig(env);
      await ensureTopics(kafka);
      const producer = createKafkaProducer(kafka);
      await producer.send([{ key: 'x', siteId: 1, value: 'seen', topic: kafka.topic }]);
      await producer.stop();
      const [events] = await readTopics(kafka);
      expect(events?.ends?.reduce((sum, end) => sum + end, 0)).toBe(1);

      const wrong = readKafkaConfig({ ...env, LIKENESS_KAFKA_PASSWORD: 'another' });
      const failure = await readTopics(wrong).catch(failureText);
      expect(failure).toMatch(/authentication failed/i);
      expect(failure).not.toContain('another');
      const untrusting = readKafkaConfig({ ...env, LIKENESS_KAFKA_CA_FILE: '' });
      expect(await readTopics(untrusting).catch(failureText)).toMatch(/self-signed certificate/);
    });

    it('takes batches by the direct route, without the app', async () => {
      const { databaseUrl, engine, writeKey } = await engines.start();
      const kafka = nextKafka();
      const log = pino({ level: 'silent' });
      const collect = await createCollectService({
        databaseUrl,
        kafka,
        log,
        now: Date.now,
        random: Math.random,
      });
      cleanups.push(collect.stop);
      const asked: string[] = [];
      const app = {
        fetch: (request: Request) => {
          asked.push(new URL(request.url).pathname);
          return collect.app.fetch(request);
        },
      };
      const server = await listen(app, { port: 0, host: '127.0.0.1' }, collect.takeBatch);
      cleanups.push(server.stop);
      const batch = [{ type: 'track', event: 'Seen', anonymousId: 'a' }, { type: 'nothing' }];
      const answers = await Promise.all(
        (['batch', 'b', 'nowhere'] as const).map(async (path) => {
          const url = `http://127.0.0.1:${server.port}/v1/${path}`;
          const response = await fetch(url, { method: 'POST', body: JSON.stringify({ writeKey, batch }) });
          return response.status;
        }),
      );
      expect(answers).toEqual([200, 200, 404]);
      expect(asked).toEqual(['/v1/nowhere']);
      await startWorker(databaseUrl, kafka);
      await waitUntilApplied(engine, kafka);
      const [counted] = await engine.database.sql`SELECT count(*)::int AS events FROM likeness.events`;
      expect(counted).toEqual({ events: 2 });
    });

    it('is looked at by the doctor', async () => {
      const { databaseUrl } = await engines.start();
      const kafka = nextKafka();
      const diagnose = async () => {
        const { checks } = await runLikenessJson(['doctor'], { databaseUrl, env: environment() });
        return (checks as readonly { readonly name: string }[]).filter(({ name }) =>
          name.startsWith('kafka'),
        );
      };
      expect(await diagnose()).toMatchObject([
        { name: 'kafka', state: 'warn' },
        { name: 'kafka lag', state: 'ok' },
      ]);
      await ensureTopics(kafka);
      const producer = createKafkaProducer(kafka);
      await producer.send([{ key: 'x', siteId: 1, value: 'waits', topic: kafka.topic }]);
      await producer.stop();
      expect(await diagnose()).toMatchObject([
        { name: 'kafka', state: 'ok' },
        { name: 'kafka copies', state: 'warn', found: 'one copy of each partition' },
        { name: 'kafka lag', state: 'warn', found: 'one record waits, and no worker has ever applied any' },
      ]);
    });

    it('loses and doubles nothing when collectors, workers and the broker are killed in turn, a worker is suspended, and all is read again', {
      timeout: 300_000,
    }, async () => {
      const { databaseUrl, engine, writeKey } = await engines.start();
      const kafka = nextKafka();
      const env = { ...environment(), DATABASE_URL: databaseUrl };
      const [workers, collectors] = await Promise.all([
        startTwo<{ readonly worker: string }>(['work'], env),
        startTwo<{ readonly collector: string }>(['collect'], env),
      ]);
      const killsAt = new Map([
        [8, collectors[0].kill],
        [16, workers[0].kill],
        [
          28,
          async () => {
            await broker.kill();
            await broker.start();
          },
        ],
        [40, collectors[1].kill],
        [48, workers[1].kill],
        // For longer than its session: when it goes on, others have its partitions.
        [54, async () => await workers[0].suspend(sessionMs + 1_000)],
      ]);
      const seen = await sendLoad({
        batches: 60,
        batchSize: 20,
        senders: 6,
        writeKey,
        url: async (batch) => (await (batch % 2 === 0 ? collectors[0] : collectors[1]).ready()).collector,
        onAnswered: async (answered) => {
          await killsAt.get(answered)?.();
        },
      });
      expect(seen.accepted).toBe(1_200);
      expect(seen.broken + seen.refused).toBeGreaterThan(0);
      await waitUntilApplied(engine, kafka);
      await expectExactlyOnce(databaseUrl, 1_200);
      for (const { starts } of [...collectors, ...workers]) expect(starts()).toBeGreaterThanOrEqual(2);

      // Workers notice that somebody set their offsets back, and read everything again.
      await engine.database.sql`UPDATE likeness.log_offsets SET next_offset = 0`;
      await sendLoad({
        batches: 4,
        batchSize: 5,
        senders: 1,
        writeKey,
        url: async () => (await collectors[0].ready()).collector,
      });
      await waitUntilApplied(engine, kafka);
      await expectExactlyOnce(databaseUrl, 1_200);
    });

    async function startTwo<Ready>(
      args: readonly string[],
      env: Readonly<Record<string, string>>,
    ): Promise<readonly [Supervised<Ready>, Supervised<Ready>]> {
      const start = async (): Promise<Supervised<Ready>> => {
        const started = await supervise<Ready>(args, env);
        cleanups.push(started.stop);
        return started;
      };
      return await Promise.all([start(), start()]);
    }
  },
);

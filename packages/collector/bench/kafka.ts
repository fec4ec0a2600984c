/**
 * `pnpm bench kafka [--seconds 6]`: what an event costs on the way through Kafka. A collector takes batches of 50 as fast
 * as it can, then a worker applies what waits, on one machine with the broker, Postgres (fsync on) and the generator. The
 * last line is one JSON object; CPU is microseconds per event.
 */
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { readKafkaConfig } from '../src/config/kafka-config.ts';
import { createEngine } from '../src/service.ts';
import { startEmbeddedPostgres } from '../src/store/embedded-postgres.ts';
import { spawnLikeness } from '../test/harness/command-line.ts';
import { findKafka } from '../test/harness/find-kafka.ts';
import { startKafkaBroker } from '../test/harness/kafka-broker.ts';
import { waitUntilApplied } from '../test/log/wait-until-applied.ts';
import { runClosedLoop } from './ingest/closed-loop.ts';
import { createEventMaker } from './ingest/make-events.ts';
import { cpuMicros, residentBytes } from './ingest/process-cpu.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '6' } } });
const visitors = 20_000;
const batchSize = 50;
const connections = 16;
const appliedWithinMs = 600_000;

const installation = await findKafka();
if ('missing' in installation) throw new Error(`Kafka cannot be run here: ${installation.missing}`);
const broker = await startKafkaBroker(installation);
const dataDir = await mkdtemp(join(tmpdir(), 'likeness-bench-kafka-'));
const postgres = await startEmbeddedPostgres({
  dataDir,
  settings: { shared_buffers: '512MB', max_wal_size: '4GB' },
});
Object.assign(process.env, {
  LIKENESS_LOG: 'kafka',
  LIKENESS_KAFKA_BROKERS: broker.address,
  LIKENESS_KAFKA_PARTITIONS: '8',
});
const kafka = readKafkaConfig(process.env);
const children: ChildProcess[] = [];
const engine = createEngine({ databaseUrl: postgres.url, now: Date.now });
try {
  // The first worker makes the schema, then ends: what is produced waits for the second.
  await end((await start(['work'])).child);
  const { siteId } = await engine.keys.ensureSite('bench');
  const writeKey = await engine.keys.create({ siteId, kind: 'write', label: 'bench' });
  const maker = createEventMaker({ writeKey, visitors, random: Math.random, now: Date.now });

  const collector = await start(['collect']);
  const bodies = Array.from({ length: 400 }, () => maker.batch(batchSize));
  let next = 0;
  const load = { url: `${collector.url}/v1/batch`, connections };
  await runClosedLoop({ ...load, seconds: 2, nextBody: () => maker.batch(batchSize) });
  const logBytesBefore = await bytesIn(broker.dataDir);
  const before = { collector: cpuMicros(collector.pid), broker: cpuMicros(broker.pid()) };
  const produced = await runClosedLoop({
    ...load,
    seconds: Number(values.seconds),
    // Made while it is measured only when those made before are used up.
    nextBody: () => bodies[next++] ?? maker.batch(batchSize),
  });
  const collect = {
    events: produced.accepted,
    eventsPerSecond: Math.round(produced.accepted / produced.seconds),
    collectorMicros: (cpuMicros(collector.pid) - before.collector) / produced.accepted,
    brokerMicros: (cpuMicros(broker.pid()) - before.broker) / produced.accepted,
    logBytesPerEvent: ((await bytesIn(broker.dataDir)) - logBytesBefore) / produced.accepted,
    p50Ms: produced.p50Ms,
    p99Ms: produced.p99Ms,
    residentMegabytes: Math.round(residentBytes(collector.pid) / 2 ** 20),
  };
  await end(collector.child);

  const postgresBefore = cpuMicros(postgres.pid);
  const worker = await start(['work']);
  const startedAt = performance.now();
  const workerBefore = cpuMicros(worker.pid);
  await waitUntilApplied(engine, kafka, appliedWithinMs);
  const seconds = (performance.now() - startedAt) / 1_000;
  const [stored] = await engine.database.sql<{ events: number }[]>`
    SELECT count(*)::int AS events FROM likeness.events`;
  const events = stored?.events ?? 0;
  const work = {
    events,
    eventsPerSecond: Math.round(events / seconds),
    workerMicros: (cpuMicros(worker.pid) - workerBefore) / events,
    postgresMicros: (cpuMicros(postgres.pid) - postgresBefore) / events,
    residentMegabytes: Math.round(residentBytes(worker.pid) / 2 ** 20),
  };
  console.log(JSON.stringify({ batchSize, visitors, collect, work }, (_, value) => rounded(value)));
} finally {
  for (const child of children) await end(child);
  await engine.stop();
  await postgres.stop();
  await broker.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function start(
  args: readonly string[],
): Promise<{ readonly child: ChildProcess; readonly pid: number; readonly url: string }> {
  const child: ChildProcess & { stdout: Readable } = spawnLikeness(
    [...args, '--port', '0', '--json'],
    postgres.url,
  );
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    // The ready line of `collect` or `work`.
    const ready = JSON.parse(line) as { readonly collector?: string; readonly worker?: string };
    return { child, pid: child.pid ?? 0, url: ready.collector ?? ready.worker ?? '' };
  }
  throw new Error(`likeness ${args.join(' ')} ended before it was ready`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

async function bytesIn(dir: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(dir, { recursive: true })) {
    // Blocks, because indexes are files with holes; a segment may be deleted while it is looked at.
    const found = await stat(join(dir, entry)).catch(() => undefined);
    if (found?.isFile() === true) bytes += found.blocks * 512;
  }
  return bytes;
}

function rounded(value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 10) / 10 : value;
}

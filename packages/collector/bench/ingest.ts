/**
 * `pnpm bench ingest [--json] [--seconds N] [--sizes 1,50] [--visitors 20000]`: from HTTP to committed events and folded profiles, with fsync and
 * synchronous_commit on, beside the limits of the same machine in the same run (COPY, bare HTTP, INSERT … unnest).
 * The load generator shares the machine. The last line is one JSON object.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { startEmbeddedPostgres } from '../src/store/embedded-postgres.ts';
import { measureBareHttp, measureCopy, measureUnnest } from './ingest/baselines.ts';
import { runClosedLoop } from './ingest/closed-loop.ts';
import { createEventMaker } from './ingest/make-events.ts';
import { cpuMicros, residentBytes } from './ingest/process-cpu.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    seconds: { type: 'string', default: '8' },
    visitors: { type: 'string', default: '20000' },
    sizes: { type: 'string', default: '1,10,50,500' },
  },
});
const wanted = values.sizes.split(',').map(Number);
const seconds = Number(values.seconds);
const say = (line: string): void => {
  if (values.json !== true) console.log(line);
};

let acceptedInAll = 0;

const dataDir = await mkdtemp(join(tmpdir(), 'likeness-bench-'));
const server = await startEmbeddedPostgres({
  dataDir,
  port: 0,
  settings: { shared_buffers: '2GB', max_wal_size: '8GB' },
});
const sql = postgres(server.url, { max: 4, onnotice: () => undefined });
const collector = spawn(
  process.execPath,
  [
    join(dirname(import.meta.dirname), 'src', 'main.ts'),
    'serve',
    '--port',
    '0',
    '--json',
    '--database-url',
    server.url,
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);

try {
  const [line] = await once(createInterface({ input: collector.stdout }), 'line');
  // The line is what `likeness serve --json` documents.
  const ready = JSON.parse(String(line)) as { readonly collector: string; readonly writeKey: string };
  let seed = 1;
  const random = (): number => {
    // Park and Miller's generator: the same stream of events in every run.
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const maker = createEventMaker({
    writeKey: ready.writeKey,
    visitors: Number(values.visitors),
    random,
    now: Date.now,
  });
  say(`${cpus().length} × ${cpus()[0]?.model}; ${seconds} s a row`);

  async function measure(size: number, connections: number, duration: number): Promise<Row> {
    // Made before the clock runs: making a body costs more than sending it.
    const bodies = Array.from({ length: Math.ceil((duration * 60_000) / size / 4) }, () => maker.batch(size));
    let next = 0;
    const before = await counters();
    const loop = await runClosedLoop({
      url: `${ready.collector}/v1/batch`,
      connections,
      seconds: duration,
      // Bodies that ran out are made on the way, so that nothing is ever sent twice.
      nextBody: () => bodies[next++] ?? maker.batch(size),
    });
    const after = await counters();
    const failed = Object.entries(loop.statuses).filter(([status]) => status !== '200');
    if (failed.length > 0) say(`  answers other than 200: ${JSON.stringify(Object.fromEntries(failed))}`);
    const events = loop.accepted;
    acceptedInAll += events;
    const row: Row = {
      eventsPerSecond: events / loop.seconds,
      requestsPerSecond: loop.requests / loop.seconds,
      cpuMicrosPerEvent: (after.server - before.server + after.postgres - before.postgres) / events,
      serverMicrosPerEvent: (after.server - before.server) / events,
      postgresMicrosPerEvent: (after.postgres - before.postgres) / events,
      p50Ms: loop.p50Ms,
      p99Ms: loop.p99Ms,
      walBytesPerEvent: (after.wal - before.wal) / events,
      diskBytesPerEvent: (after.disk - before.disk) / events,
    };
    say(
      `batch ${String(size).padStart(3)}: ${Math.round(row.eventsPerSecond)} events/s, ${Math.round(row.requestsPerSecond)} requests/s, ` +
        `CPU ${row.serverMicrosPerEvent.toFixed(1)} + ${row.postgresMicrosPerEvent.toFixed(1)} µs, p50 ${row.p50Ms.toFixed(1)} p99 ${row.p99Ms.toFixed(1)} ms, ` +
        `WAL ${Math.round(row.walBytesPerEvent)} B, disk ${Math.round(row.diskBytesPerEvent)} B`,
    );
    return row;
  }

  // Every visitor has a profile, and the code is compiled, before anything is measured.
  const first = [...maker.everyVisitor(100)];
  const prefill = await runClosedLoop({
    url: `${ready.collector}/v1/batch`,
    connections: 16,
    nextBody: () => first.pop(),
  });
  acceptedInAll += prefill.accepted;
  await measure(50, 16, Math.max(2, seconds / 2));
  const plain = Array.from({ length: 600 }, () => maker.batch(50));
  const copyRates = [await measureCopy(sql, plain)];
  const sizes: Record<string, Row> = {};
  for (const [size, connections] of [
    [1, 64],
    [10, 64],
    [50, 64],
    [500, 16],
  ] as const) {
    if (!wanted.includes(size)) continue;
    const row = await measure(size, connections, seconds);
    copyRates.push(await measureCopy(sql, plain));
    sizes[`batch${size}`] = row;
  }
  const copy = median(copyRates);
  const unnest = await measureUnnest(sql, plain);
  const single = Array.from({ length: 2_000 }, () => maker.batch(1));
  const bare1 = await measureBareHttp(single, 64, Math.min(4, seconds));
  const bare50 = await measureBareHttp(plain, 64, Math.min(4, seconds));
  const bareHttp = {
    batch1: bare1.requestsPerSecond,
    batch50: 50 * bare50.requestsPerSecond,
    // What the machine is worth while it is shared: 53 and 5.7 µs where nothing else runs.
    batch1CpuMicrosPerEvent: bare1.cpuMicrosPerRequest,
    batch50CpuMicrosPerEvent: bare50.cpuMicrosPerRequest / 50,
  };
  const [kept] = await sql<{ stored: number; folded: number; distinct: number }[]>`
    SELECT (SELECT count(*) FROM likeness.events)::int AS stored,
      (SELECT sum(events) FROM likeness.profiles)::int AS folded,
      (SELECT count(DISTINCT (device_key, event_id)) FROM likeness.events)::int AS distinct`;
  const [hot] = await sql<{ share: number }[]>`
    SELECT n_tup_hot_upd::float8 / nullif(n_tup_upd, 0) AS share FROM pg_stat_user_tables
    WHERE schemaname = 'likeness' AND relname = 'profiles'`;
  const report = {
    ...Object.fromEntries(
      Object.entries(sizes).map(([name, row]) => [name, { ...row, ratioToCopy: row.eventsPerSecond / copy }]),
    ),
    copy,
    unnest,
    bareHttp,
    hotUpdates: hot?.share ?? 0,
    collectorBytes: residentBytes(collector.pid ?? 0),
    lost: acceptedInAll - (kept?.stored ?? 0),
    duplicated: (kept?.folded ?? 0) - (kept?.distinct ?? 0),
  };
  say(`COPY ${Math.round(copy)} events/s, unnest ${Math.round(unnest)} events/s`);
  console.log(JSON.stringify(report));
} finally {
  collector.kill('SIGTERM');
  await once(collector, 'exit');
  await sql.end();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}

/** What is counted before and after a row. */
async function counters(): Promise<{
  readonly server: number;
  readonly postgres: number;
  readonly wal: number;
  readonly disk: number;
}> {
  const [row] = await sql<{ wal: number; disk: number }[]>`
    SELECT (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 AS wal,
      (SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits WHERE inhparent = 'likeness.events'::regclass)::float8
        AS disk`;
  return {
    server: cpuMicros(collector.pid ?? 0),
    postgres: cpuMicros(server.pid),
    wal: row?.wal ?? 0,
    disk: row?.disk ?? 0,
  };
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

interface Row {
  readonly eventsPerSecond: number;
  readonly requestsPerSecond: number;
  readonly cpuMicrosPerEvent: number;
  readonly serverMicrosPerEvent: number;
  readonly postgresMicrosPerEvent: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly walBytesPerEvent: number;
  readonly diskBytesPerEvent: number;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import postgres from 'postgres';
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts';
import { cpuMicros, residentBytes } from './process-cpu.ts';

/** What is counted before and after a row of the bench. */
export interface Counters {
  /** CPU of the collector and of Postgres, µs. */
  readonly server: number;
  readonly postgres: number;
  /** Bytes written so far, and bytes that the events take. */
  readonly wal: number;
  readonly disk: number;
}

/** What the bench measures: a Postgres of its own and a collector in a process of its own. */
export interface BenchSubject {
  readonly sql: postgres.Sql;
  readonly batchUrl: string;
  readonly writeKey: string;
  readonly counters: () => Promise<Counters>;
  /** Resident memory of the collector. */
  readonly collectorBytes: () => number;
  readonly stop: () => Promise<void>;
}

/** Starts Postgres and the collector on an empty database; `nodeOptions` are for the collector, as `--cpu-prof`. */
export async function startBenchSubject(nodeOptions: readonly string[]): Promise<BenchSubject> {
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
      ...nodeOptions,
      join(dirname(dirname(import.meta.dirname)), 'src', 'main.ts'),
      'serve',
      '--port',
      '0',
      '--json',
      '--database-url',
      server.url,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, MALLOC_ARENA_MAX: '2' } },
  );
  const stop = async (): Promise<void> => {
    await end(collector);
    await sql.end();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const ended = once(collector, 'exit').then(() =>
      Promise.reject(new Error('the collector did not start')),
    );
    const [line] = await Promise.race([once(createInterface({ input: collector.stdout }), 'line'), ended]);
    // The line is what `likeness serve --json` documents.
    const ready = JSON.parse(String(line)) as { readonly collector: string; readonly writeKey: string };
    const pid = collector.pid ?? 0;
    return {
      sql,
      batchUrl: `${ready.collector}/v1/batch`,
      writeKey: ready.writeKey,
      counters: async () => ({
        server: cpuMicros(pid),
        postgres: cpuMicros(server.pid),
        ...(await readSizes(sql)),
      }),
      collectorBytes: () => residentBytes(pid),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function readSizes(sql: postgres.Sql): Promise<{ readonly wal: number; readonly disk: number }> {
  const [row] = await sql<{ wal: number; disk: number }[]>`
    SELECT (pg_current_wal_lsn() - '0/0'::pg_lsn)::float8 AS wal,
      (SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits
       WHERE inhparent = 'likeness.events'::regclass)::float8 AS disk`;
  return { wal: row?.wal ?? 0, disk: row?.disk ?? 0 };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

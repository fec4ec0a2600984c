import postgres from 'postgres';
import { advisoryLocks } from './advisory-locks.ts';
import type { Statements } from './connect.ts';

/** One row of `jobs`, times in epoch ms. */
export interface StoredJob {
  readonly name: string;
  readonly nextAt: number;
  readonly finishedAt: number | undefined;
  readonly durationMs: number | undefined;
  readonly rows: number | undefined;
  readonly lagMs: number | undefined;
  readonly runs: number;
  readonly failures: number;
  /** What the last failure said; `undefined` after a success. */
  readonly lastError: string | undefined;
  readonly state: unknown;
}

/** What one run of a job came to. */
export interface JobRun {
  readonly name: string;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly nextAt: number;
  readonly rows: number;
  readonly lagMs: number;
  /** What it remembers until its next run; left out, what it remembered before. */
  readonly state?: unknown;
  /** Set when it failed. */
  readonly error?: string;
}

/** Says that one process runs the jobs; others ask again. */
export interface JobLock {
  /** Whether this process holds the lock now; takes it when it is free. */
  readonly hold: () => Promise<boolean>;
  readonly release: () => Promise<void>;
}

/** Creates the lock on a connection of its own: when that breaks or its process dies, Postgres gives the lock up. */
export function createJobLock(databaseUrl: string): JobLock {
  const sql = postgres(databaseUrl, {
    max: 1,
    connect_timeout: 5,
    // Closing the connection would give the lock up.
    idle_timeout: 0,
    max_lifetime: null,
    onnotice: () => undefined,
    connection: { application_name: 'likeness jobs' },
  });
  return {
    hold: async () => {
      // Answers whether this very session holds it, and takes it when nobody does: never more than once.
      const [row] = await sql<{ is_held: boolean }[]>`
        SELECT CASE
          WHEN EXISTS (
            SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND objsubid = 1
              AND ((classid::bigint << 32) | objid::bigint) = ${advisoryLocks.jobs}::bigint
          ) THEN true
          ELSE pg_try_advisory_lock(${advisoryLocks.jobs}::bigint)
        END AS is_held`;
      return row?.is_held === true;
    },
    release: async () => {
      await sql.end({ timeout: 5 });
    },
  };
}

/** Adds jobs that are new, due at once, and writes how often each runs. */
export async function registerJobs(
  sql: Statements,
  jobs: readonly { readonly name: string; readonly everyMs: number }[],
  now: number,
): Promise<void> {
  await sql`
    INSERT INTO likeness.jobs AS j (name, every, next_at)
    SELECT name, make_interval(secs => every_ms / 1000), to_timestamp(${now / 1000}::float8)
    FROM unnest(${jobs.map((job) => job.name)}::text[], ${jobs.map((job) => job.everyMs)}::float8[])
      AS u (name, every_ms)
    ORDER BY name
    ON CONFLICT (name) DO UPDATE SET
      every = EXCLUDED.every, next_at = least(j.next_at, EXCLUDED.next_at + EXCLUDED.every)
    WHERE j.every <> EXCLUDED.every`;
}

/** Reads all jobs. */
export async function readJobs(sql: Statements): Promise<readonly StoredJob[]> {
  const rows = await sql<JobRow[]>`
    SELECT name, (extract(epoch FROM next_at) * 1000)::float8 AS next_at,
      (extract(epoch FROM finished_at) * 1000)::float8 AS finished_at, duration_ms, rows::float8 AS rows,
      (extract(epoch FROM lag) * 1000)::float8 AS lag_ms, runs::float8 AS runs, failures::float8 AS failures, last_error, state
    FROM likeness.jobs ORDER BY name`;
  return rows.map((row) => ({
    name: row.name,
    nextAt: row.next_at,
    finishedAt: row.finished_at ?? undefined,
    durationMs: row.duration_ms ?? undefined,
    rows: row.rows ?? undefined,
    lagMs: row.lag_ms ?? undefined,
    runs: row.runs,
    failures: row.failures,
    lastError: row.last_error ?? undefined,
    state: row.state,
  }));
}

/** Records a run. */
export async function saveJobRun(sql: Statements, run: JobRun): Promise<void> {
  const failed = run.error !== undefined;
  await sql`
    UPDATE likeness.jobs SET
      next_at = to_timestamp(${run.nextAt / 1000}::float8),
      started_at = to_timestamp(${run.startedAt / 1000}::float8),
      finished_at = to_timestamp(${(run.startedAt + run.durationMs) / 1000}::float8),
      duration_ms = ${run.durationMs}, rows = ${Math.round(run.rows)},
      lag = make_interval(secs => ${run.lagMs / 1000}::float8),
      runs = runs + 1, failures = failures + ${failed ? 1 : 0}, last_error = ${run.error ?? null},
      state = coalesce(${run.state === undefined ? null : JSON.stringify(run.state)}::text::jsonb, state)
    WHERE name = ${run.name}`;
}

/** Makes a job run as soon as somebody looks, with something more to remember. */
export async function wakeJob(
  sql: Statements,
  job: { readonly name: string; readonly now: number; readonly state: Readonly<Record<string, unknown>> },
): Promise<void> {
  await sql`
    INSERT INTO likeness.jobs AS j (name, every, next_at, state)
    VALUES (${job.name}, interval '0', to_timestamp(${job.now / 1000}::float8), ${JSON.stringify(job.state)}::text::jsonb)
    ON CONFLICT (name) DO UPDATE SET next_at = EXCLUDED.next_at, state = j.state || EXCLUDED.state`;
}

interface JobRow {
  readonly name: string;
  readonly next_at: number;
  readonly finished_at: number | null;
  readonly duration_ms: number | null;
  readonly rows: number | null;
  readonly lag_ms: number | null;
  readonly runs: number;
  readonly failures: number;
  readonly last_error: string | null;
  readonly state: unknown;
}

import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Statements } from '../store/connect.ts';
import type { Placement } from '../store/placement.ts';

/** What a Postgres says about itself; sizes in bytes, times in epoch ms. */
export interface DatabaseFacts {
  /** `server_version_num`: 180001 is 18.1. */
  readonly version: number;
  readonly isStandby: boolean;
  readonly settings: {
    readonly fsync: string;
    readonly fullPageWrites: string;
    readonly synchronousCommit: string;
    readonly autovacuum: string;
    readonly timeZone: string;
    readonly maxWalBytes: number;
    readonly sharedBufferBytes: number;
    readonly maxConnections: number;
  };
  readonly connections: number;
  /** Its clock, and ours before and after it was asked. */
  readonly clock: { readonly theirs: number; readonly before: number; readonly after: number };
  readonly mayCreateSchema: boolean;
  /** Absent until the first `likeness serve`. */
  readonly schema: SchemaFacts | undefined;
  /** Absent when the server's files are not on this machine, or not visible. */
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | undefined;
}

/** What the schema `likeness` holds. */
export interface SchemaFacts {
  readonly mayWrite: boolean;
  readonly mayCreatePartitions: boolean;
  readonly placement: Placement;
  /** Names of the partitions of events: `events_2026_11`. */
  readonly partitions: readonly string[];
  readonly profiles: {
    readonly updates: number;
    readonly hotUpdates: number;
    readonly live: number;
    readonly dead: number;
  };
  readonly jobs: readonly JobFacts[];
  /** Entries of the quarantine of the last day that wait. */
  readonly quarantined: number;
}

/** One row of `jobs`. */
export interface JobFacts {
  readonly name: string;
  readonly everyMs: number;
  readonly nextAt: number;
  readonly lastError: string | undefined;
}

/** Asks a database about itself; changes nothing. */
export async function readDatabaseFacts(sql: Statements, now: () => number): Promise<DatabaseFacts> {
  const before = now();
  const [clock] = await sql<{ theirs: number }[]>`
    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS theirs`;
  const after = now();
  const [server] = await sql<ServerRow[]>`
    SELECT current_setting('server_version_num')::int AS version, pg_is_in_recovery() AS is_standby,
      current_setting('fsync') AS fsync, current_setting('full_page_writes') AS full_page_writes,
      current_setting('synchronous_commit') AS synchronous_commit, current_setting('autovacuum') AS autovacuum,
      current_setting('TimeZone') AS time_zone,
      pg_size_bytes(current_setting('max_wal_size'))::float8 AS max_wal_bytes,
      pg_size_bytes(current_setting('shared_buffers'))::float8 AS shared_buffer_bytes,
      current_setting('max_connections')::int AS max_connections,
      (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
      has_database_privilege(current_database(), 'CREATE') AS may_create_schema,
      to_regclass('likeness.jobs') IS NOT NULL AS is_migrated,
      -- Null to those who may not read it.
      (SELECT setting FROM pg_settings WHERE name = 'data_directory') AS data_directory`;
  if (clock === undefined || server === undefined) throw new Error('the database answered without a row');
  return {
    version: server.version,
    isStandby: server.is_standby,
    settings: {
      fsync: server.fsync,
      fullPageWrites: server.full_page_writes,
      synchronousCommit: server.synchronous_commit,
      autovacuum: server.autovacuum,
      timeZone: server.time_zone,
      maxWalBytes: server.max_wal_bytes,
      sharedBufferBytes: server.shared_buffer_bytes,
      maxConnections: server.max_connections,
    },
    connections: server.connections,
    clock: { theirs: clock.theirs, before, after },
    mayCreateSchema: server.may_create_schema,
    schema: server.is_migrated ? await readSchemaFacts(sql, now()) : undefined,
    disk: server.data_directory === null ? undefined : await diskOf(server.data_directory),
  };
}

async function readSchemaFacts(sql: Statements, now: number): Promise<SchemaFacts> {
  const partitions = await sql<{ name: string }[]>`
    SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'likeness.events'::regclass ORDER BY 1`;
  const [rights] = await sql<{ may_write: boolean; may_create: boolean; quarantined: number }[]>`
    SELECT has_table_privilege('likeness.events', 'INSERT') AND has_table_privilege('likeness.profiles', 'UPDATE')
        AS may_write,
      has_schema_privilege('likeness', 'CREATE') AS may_create,
      (
        SELECT count(*)::int FROM likeness.quarantine
        WHERE replayed_at IS NULL AND received_at > to_timestamp(${now / 1000 - 86_400}::float8)
      ) AS quarantined`;
  const [profiles] = await sql<SchemaFacts['profiles'][]>`
    SELECT n_tup_upd::float8 AS updates, n_tup_hot_upd::float8 AS "hotUpdates", n_live_tup::float8 AS live,
      n_dead_tup::float8 AS dead
    FROM pg_stat_user_tables WHERE relid = 'likeness.profiles'::regclass`;
  const jobs = await sql<{ name: string; every: number; next_at: number; last_error: string | null }[]>`
    SELECT name, (extract(epoch FROM every) * 1000)::float8 AS every,
      (extract(epoch FROM next_at) * 1000)::float8 AS next_at, last_error
    FROM likeness.jobs ORDER BY name`;
  return {
    mayWrite: rights?.may_write === true,
    mayCreatePartitions: rights?.may_create === true,
    placement: await readPlacement(sql),
    partitions: partitions.map(({ name }) => name),
    profiles: profiles ?? { updates: 0, hotUpdates: 0, live: 0, dead: 0 },
    jobs: jobs.map((job) => ({
      name: job.name,
      everyMs: job.every,
      nextAt: job.next_at,
      lastError: job.last_error ?? undefined,
    })),
    quarantined: rights?.quarantined ?? 0,
  };
}

/** Whether Citus, where it is installed, distributes the events. */
async function readPlacement(sql: Statements): Promise<Placement> {
  const [citus] = await sql`SELECT 1 WHERE to_regclass('pg_dist_partition') IS NOT NULL`;
  if (citus === undefined) return 'one server';
  const [events] =
    await sql`SELECT 1 FROM pg_dist_partition WHERE logicalrelid = 'likeness.events'::regclass`;
  return events === undefined ? 'one server' : 'sharded';
}

/** The file system of a folder; of the nearest folder above it that this user may see. */
async function diskOf(dir: string): Promise<DatabaseFacts['disk']> {
  try {
    const { bavail, blocks, bsize } = await statfs(dir);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // A folder that is not there lies on another machine.
    return code === 'EACCES' && dirname(dir) !== dir ? await diskOf(dirname(dir)) : undefined;
  }
}

interface ServerRow {
  readonly version: number;
  readonly is_standby: boolean;
  readonly fsync: string;
  readonly full_page_writes: string;
  readonly synchronous_commit: string;
  readonly autovacuum: string;
  readonly time_zone: string;
  readonly max_wal_bytes: number;
  readonly shared_buffer_bytes: number;
  readonly max_connections: number;
  readonly connections: number;
  readonly may_create_schema: boolean;
  readonly is_migrated: boolean;
  readonly data_directory: string | null;
}

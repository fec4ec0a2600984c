import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

/** A pool of connections to Postgres, as postgres.js and as drizzle. */
export interface Database {
  readonly sql: postgres.Sql;
  readonly drizzle: PostgresJsDatabase;
  /** Waits for queries under way, at most five seconds, and closes every connection. */
  readonly stop: () => Promise<void>;
}

/** What runs statements: the pool, or one transaction of it. */
export type Statements = postgres.ISql;

/** Opens a pool; connections are made when first needed, so this never fails by itself. */
export function connectDatabase(url: string, options: { readonly connections?: number } = {}): Database {
  const sql = postgres(url, {
    max: options.connections ?? 8,
    // Seconds. A database that is gone must be noticed by readiness, not by a request that hangs.
    connect_timeout: 5,
    idle_timeout: 60,
    // `CREATE … IF NOT EXISTS` tells that it did nothing.
    onnotice: () => undefined,
    connection: { application_name: 'likeness' },
  });
  // drizzle changes the parsers of the client that it is given, so it gets one of its own.
  const own = postgres(url, { max: 2, connect_timeout: 5, idle_timeout: 60, onnotice: () => undefined });
  return {
    sql,
    drizzle: drizzle(own),
    stop: async () => {
      await Promise.all([sql.end({ timeout: 5 }), own.end({ timeout: 5 })]);
    },
  };
}

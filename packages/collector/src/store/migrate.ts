import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { advisoryLocks } from './advisory-locks.ts';

/**
 * Brings the schema `likeness` up to date; safe to run from several processes at once, and again.
 *
 * Throws what Postgres says, for example when the user may not create a schema.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
  try {
    await sql`SELECT pg_advisory_lock(${advisoryLocks.migration})`;
    await migrate(drizzle(sql), {
      migrationsFolder: fileURLToPath(new URL('./migrations', import.meta.url)),
      migrationsSchema: 'likeness',
      migrationsTable: 'migrations',
    });
    await sql`COMMENT ON TABLE likeness.migrations IS 'Which migrations of this schema were run.'`;
    await sql`COMMENT ON COLUMN likeness.migrations.id IS 'Number of the migration.'`;
    await sql`COMMENT ON COLUMN likeness.migrations.hash IS 'SHA-256 of its text.'`;
    await sql`COMMENT ON COLUMN likeness.migrations.created_at IS 'When it was written, epoch ms.'`;
  } finally {
    // Closing the connection releases the lock.
    await sql.end({ timeout: 5 });
  }
}

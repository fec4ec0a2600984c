import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';

/** A database of one test file's own. */
export interface TestDatabase {
  /** `postgres://…` of a superuser. */
  readonly url: string;
  readonly name: string;
  /** Drops it, whoever is still connected. For `afterAll`. */
  readonly drop: () => Promise<void>;
}

/**
 * Creates an empty database in the test run's Postgres:
 *
 * ```ts
 * const database = await createTestDatabase();
 * afterAll(database.drop);
 * ```
 */
export async function createTestDatabase(
  options: { readonly tablespace?: string } = {},
): Promise<TestDatabase> {
  const serverUrl = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const place = options.tablespace === undefined ? '' : ` TABLESPACE ${options.tablespace}`;
  await runOnServer(serverUrl, `CREATE DATABASE ${name}${place}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    name,
    drop: () => runOnServer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function runOnServer(serverUrl: string, statement: string): Promise<void> {
  const sql = postgres(serverUrl, { max: 1 });
  try {
    // The statement is made above from a random hexadecimal name: nothing foreign is in it.
    await sql.unsafe(statement);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

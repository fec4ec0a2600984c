import postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import { createTestDatabase } from './harness/test-database.ts';

describe('createTestDatabase', () => {
  it('gives an empty database of its own, and drops it although somebody is connected', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    const sql = postgres(one.url, { max: 1, onclose: () => undefined });
    const otherSql = postgres(other.url, { max: 1 });
    try {
      await sql`CREATE TABLE only_here ()`;
      expect(await otherSql`SELECT 1 FROM pg_tables WHERE tablename = 'only_here'`).toHaveLength(0);
      await one.drop();
      expect(await otherSql`SELECT 1 FROM pg_database WHERE datname = ${one.name}`).toHaveLength(0);
    } finally {
      await Promise.allSettled([sql.end({ timeout: 1 }), otherSql.end({ timeout: 1 })]);
      await other.drop();
    }
  });
});

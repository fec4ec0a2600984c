import type { Statements } from './connect.ts';

/**
 * Brings the planner's statistics up to date after much was added at once; otherwise Postgres plans queries as if the
 * tables were empty until autovacuum comes by. A role that owns no tables only gets a warning.
 */
export async function refreshStatistics(sql: Statements): Promise<void> {
  await sql`ANALYZE likeness.events, likeness.profiles, likeness.identities, likeness.device_users,
    likeness.session_rows, likeness.tags, likeness.contexts`;
}

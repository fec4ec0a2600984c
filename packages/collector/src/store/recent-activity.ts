import { layOutEventId } from '@likeness/core';
import type { Statements } from './connect.ts';

/** One event as the live views show it. */
export interface ActivityView {
  readonly eventId: string;
  readonly type: string;
  readonly name: string | null;
  readonly occurredAt: string;
  readonly receivedAt: string;
  readonly properties: unknown;
  readonly profileId: string;
  /** The best id to show: the user's, else the browser's. */
  readonly user: string;
}

const dayMs = 86_400_000;

/** The last events of a site, or of one profile of it, newest last; looks back 60 days at most. */
export async function recentActivity(
  sql: Statements,
  where: {
    readonly siteId: number;
    readonly profileId?: string;
    readonly limit: number;
    readonly now: number;
  },
): Promise<readonly ActivityView[]> {
  const lowest = `${layOutEventId(where.now - 60 * dayMs, '').slice(0, 13)}-0000-0000-000000000000`;
  const rows = await sql<ActivityRow[]>`
    SELECT l.event_id, l.type, l.name, l.occurred_at, l.received_at, l.properties, l.profile_id,
      coalesce(l.user_id, l.anonymous_id, '') AS user
    FROM likeness.event_log l
    WHERE l.site_id = ${where.siteId}
      AND l.event_id >= ${lowest}
      ${where.profileId === undefined ? sql`` : sql`AND l.profile_id = ${where.profileId}`}
    ORDER BY l.received_at DESC, l.event_id DESC
    LIMIT ${where.limit}`;
  return rows.reverse().map((row) => ({
    eventId: row.event_id,
    type: row.type,
    name: row.name,
    occurredAt: row.occurred_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
    properties: row.properties,
    profileId: row.profile_id,
    user: row.user,
  }));
}

interface ActivityRow {
  readonly event_id: string;
  readonly type: string;
  readonly name: string | null;
  readonly occurred_at: Date;
  readonly received_at: Date;
  readonly properties: unknown;
  readonly profile_id: string;
  readonly user: string;
}

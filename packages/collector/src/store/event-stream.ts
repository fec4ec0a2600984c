import { type LikenessEvent, layOutEventId } from '@likeness/core';
import type postgres from 'postgres';
import type { EventDictionaries } from './event-store.ts';
import { decodeStored, type StoredRow, storedColumns } from './profile-events.ts';

/** Which events are read. */
export interface EventStreamOptions {
  readonly siteId: number;
  /** Of one profile in so many, chosen by their ids, which are hashes; 1 for all. */
  readonly oneIn: number;
  /** Only events that happened since, epoch ms. */
  readonly since?: number | undefined;
}

const pageSize = 1_000;

/** Ids hold the sender's time, which may be off; this much is read in vain at most. */
const clockSlackMs = 2 * 86_400_000;

/**
 * The events of a site in the order in which they happened, some at a time, each with the profile that it belongs to
 * now. Postgres sorts them, on its disk where they are many.
 */
export async function* streamEvents(
  sql: postgres.Sql,
  dictionaries: EventDictionaries,
  { siteId, oneIn, since }: EventStreamOptions,
): AsyncGenerator<readonly { readonly profileId: string; readonly event: LikenessEvent }[]> {
  const recent =
    since === undefined
      ? sql``
      : sql`AND e.occurred_at >= to_timestamp(${since}::float8 / 1000)
          AND e.event_id >= ${layOutEventId(Math.max(0, since - clockSlackMs), '0'.repeat(19))}`;
  const rows = sql<StoredRow[]>`
    SELECT ${sql.unsafe(storedColumns)}
    FROM likeness.events e
    LEFT JOIN likeness.identities d ON d.identity_key = e.device_key
    LEFT JOIN likeness.identities u ON u.identity_key = e.user_key
    WHERE e.site_id = ${siteId} ${recent}
      AND (coalesce(u.profile_id, d.profile_id) & ${'9223372036854775807'}::bigint) % ${oneIn} = 0
    ORDER BY e.occurred_at, e.event_id`;
  for await (const page of rows.cursor(pageSize)) yield await decodeStored(page, dictionaries);
}

/** How many profiles a site has. */
export async function countSiteProfiles(sql: postgres.ISql, siteId: number): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    SELECT count(*)::float8 AS count FROM likeness.profiles WHERE site_id = ${siteId} AND merged_into IS NULL`;
  return row?.count ?? 0;
}

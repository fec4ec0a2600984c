import type { Statements } from './connect.ts';

/** A profile to come to. */
export interface PagedProfile {
  readonly profileId: string;
  readonly siteId: number;
  /** Events folded into it, when it was read. */
  readonly events: number;
}

/**
 * The next profiles in the order of their ids, without merged ones; `after` is the last id of the page before, `to` the
 * last one that is wanted.
 */
export async function profilePage(
  sql: Statements,
  after: string | undefined,
  size: number,
  to?: string,
): Promise<readonly PagedProfile[]> {
  const rows = await sql<{ profile_id: string; site_id: number; events: number }[]>`
    SELECT profile_id, site_id, events::float8 AS events FROM likeness.profiles
    WHERE merged_into IS NULL ${after === undefined ? sql`` : sql`AND profile_id > ${after}`}
      ${to === undefined ? sql`` : sql`AND profile_id <= ${to}`}
    ORDER BY profile_id LIMIT ${size}`;
  return rows.map((row) => ({ profileId: row.profile_id, siteId: row.site_id, events: row.events }));
}

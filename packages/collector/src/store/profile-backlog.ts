import { byKey } from './change-rows.ts';
import type { Statements } from './connect.ts';
import { insertRows } from './insert-rows.ts';
import type { Placement } from './placement.ts';
import { sliceColumns } from './profile-store.ts';

/** A profile whose events are stored but not folded. */
export interface WaitingProfile {
  readonly profileId: string;
  readonly siteId: number;
}

/**
 * Puts profiles into the backlog, in the transaction that inserts their events.
 *
 * A profile that is there already is locked nevertheless: who folds it meanwhile takes it out first, and so waits until
 * these events are committed.
 */
export async function addBacklog(
  sql: Statements,
  profiles: readonly WaitingProfile[],
  now: number,
): Promise<void> {
  if (profiles.length === 0) return;
  await sql`
    INSERT INTO likeness.profile_backlog AS b (profile_id, site_id, since)
    SELECT profile_id, site_id, to_timestamp(${now}::float8 / 1000)
    FROM unnest(
      ${profiles.map((profile) => profile.profileId)}::bigint[], ${profiles.map((profile) => profile.siteId)}::int[]
    ) AS u (profile_id, site_id)
    ORDER BY profile_id
    ON CONFLICT (profile_id) DO UPDATE SET since = least(b.since, EXCLUDED.since)`;
}

/** Which of these profiles are in the backlog. */
export async function readBacklog(
  sql: Statements,
  profileIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await sql<{ profile_id: string }[]>`
    SELECT profile_id FROM likeness.profile_backlog WHERE profile_id = ANY(${[...profileIds]}::bigint[])`;
  return new Set(rows.map((row) => row.profile_id));
}

/** Makes an empty row for each profile that has ids but no row, so that it can be locked. */
export async function insertEmptyProfiles(
  sql: Statements,
  placement: Placement,
  profiles: readonly WaitingProfile[],
  now: number,
): Promise<void> {
  if (profiles.length === 0) return;
  const known = await sql<{ profile_id: string }[]>`
    SELECT DISTINCT profile_id FROM likeness.identities
    WHERE profile_id = ANY(${profiles.map((profile) => profile.profileId)}::bigint[])`;
  const ids = new Set(known.map((row) => row.profile_id));
  await insertRows(sql, placement, {
    into: 'likeness.profiles',
    columns: emptyColumns,
    rows: profiles
      .filter(({ profileId }) => ids.has(profileId))
      .sort((a, b) => byKey(a.profileId, b.profileId))
      .map(({ profileId, siteId }) => [profileId, siteId, 0, now, ...emptySlices]),
    ending: 'ON CONFLICT (profile_id) DO NOTHING',
  });
}

const emptyColumns = {
  profile_id: 'bigint',
  site_id: 'int',
  events: 'bigint',
  updated_at: 'time',
  ...sliceColumns,
} as const;
const emptySlices = Object.keys(sliceColumns).map(() => '{}');

/** Takes profiles out, waiting for those who are putting them in; answers which were there. */
export async function removeBacklog(
  sql: Statements,
  profileIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await sql<{ profile_id: string }[]>`
    DELETE FROM likeness.profile_backlog WHERE profile_id IN (
      SELECT profile_id FROM likeness.profile_backlog WHERE profile_id = ANY(${[...profileIds]}::bigint[])
      ORDER BY profile_id FOR UPDATE
    )
    RETURNING profile_id`;
  return new Set(rows.map((row) => row.profile_id));
}

/** The profiles that have waited longest, and since when (epoch ms) the first of them. */
export async function oldestBacklog(
  sql: Statements,
  limit: number,
): Promise<{ readonly profiles: readonly WaitingProfile[]; readonly since: number | undefined }> {
  const rows = await sql<{ profile_id: string; site_id: number; since: number }[]>`
    SELECT profile_id, site_id, (extract(epoch FROM since) * 1000)::float8 AS since
    FROM likeness.profile_backlog ORDER BY since LIMIT ${limit}`;
  return {
    profiles: rows.map((row) => ({ profileId: row.profile_id, siteId: row.site_id })),
    since: rows[0]?.since,
  };
}

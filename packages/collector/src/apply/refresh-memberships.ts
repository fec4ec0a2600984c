import type postgres from 'postgres';
import type { MembershipChange } from '../store/membership-store.ts';
import type { ProfileStore } from '../store/profile-store.ts';
import { evaluateSegments, type SegmentDeps } from './evaluate-segments.ts';
import { retryConflicts } from './retry-conflicts.ts';

/** What refreshing works with. */
export interface RefreshDeps {
  readonly sql: postgres.Sql;
  readonly profiles: ProfileStore;
  readonly segments: SegmentDeps;
  readonly now: () => number;
}

/**
 * Brings the memberships of profiles up to date as of now, in one transaction that locks them, so that it runs beside
 * ingest. A profile that is gone or was merged is left in no segment.
 */
export async function refreshMemberships(
  deps: RefreshDeps,
  profileIds: readonly string[],
  cause: 'time' | 'rule',
): Promise<readonly MembershipChange[]> {
  return await retryConflicts(() => refresh(deps, profileIds, cause));
}

async function refresh(
  deps: RefreshDeps,
  profileIds: readonly string[],
  cause: 'time' | 'rule',
): Promise<readonly MembershipChange[]> {
  return await deps.sql.begin(async (sql) => {
    const profiles = await deps.profiles.lock(sql, profileIds);
    const rows = await sql<{ profile_id: string; site_id: number; is_merged: boolean }[]>`
      SELECT profile_id, site_id, merged_into IS NOT NULL AS is_merged FROM likeness.profiles
      WHERE profile_id = ANY(${[...profileIds]}::bigint[])`;
    const rowOf = new Map(rows.map((row) => [row.profile_id, row]));
    const evaluated = profileIds.map((profileId) => {
      const row = rowOf.get(profileId);
      const profile = row?.is_merged === false ? profiles.get(profileId) : undefined;
      return { profileId, siteId: row?.site_id ?? 0, profile };
    });
    return await evaluateSegments(sql, deps.segments, { profiles: evaluated, cause, now: deps.now() });
  });
}

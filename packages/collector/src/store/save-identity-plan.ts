import type { IdentityPlan, ProfileMerge } from '../apply/resolve-identity.ts';
import { lockRows, updateRows } from './change-rows.ts';
import type { Statements } from './connect.ts';
import { identityTable } from './identity-store.ts';
import type { Placement } from './placement.ts';

/** Writes the owners of devices, points the ids of merged profiles to where they went, and records the merges. */
export async function saveIdentityPlan(
  sql: Statements,
  placement: Placement,
  plan: Pick<IdentityPlan, 'links' | 'merges' | 'moves'>,
  now: number,
): Promise<void> {
  const { merges, moves } = plan;
  // A device may have been linked twice in one batch, each time earlier: the last link counts.
  const links = [...new Map(plan.links.map((link) => [link.identityKey, link])).values()];
  await updateRows(sql, placement, {
    ...identityTable,
    set: { owner_key: 'bigint', owned_since: 'time', owned_by_event: 'uuid' },
    rows: links.map((link) => [link.identityKey, link.ownerKey, link.at, link.eventId]),
  });
  await pointMerged(sql, placement, mergeEnds(merges));
  const targets = moves.map((move) => [move.identityKey, move.into] as const);
  await updateRows(sql, placement, { ...identityTable, set: { profile_id: 'bigint' }, rows: targets });
  // The profile that a device began with has its id; it leads to where the device leads.
  await updateRows(sql, placement, {
    table: 'likeness.profiles',
    key: 'profile_id',
    set: { merged_into: 'bigint' },
    rows: targets,
    where: 'r.merged_into IS NOT NULL',
  });
  const recorded = [...merges, ...moves.map((move) => ({ ...move, reason: 'earlier login' }))];
  if (recorded.length > 0) {
    await sql`
      INSERT INTO likeness.profile_merges
        (site_id, from_profile_id, into_profile_id, identity_key, event_id, reason, merged_at)
      SELECT site_id, from_id, into_id, identity_key, event_id, reason, to_timestamp(${now}::float8 / 1000)
      FROM unnest(
        ${recorded.map((m) => m.siteId)}::int[],
        ${recorded.map((m) => m.from)}::bigint[],
        ${recorded.map((m) => m.into)}::bigint[],
        ${recorded.map((m) => m.identityKey)}::bigint[],
        ${recorded.map((m) => m.eventId)}::uuid[],
        ${recorded.map((m) => m.reason)}::text[]
      ) AS u (site_id, from_id, into_id, identity_key, event_id, reason)`;
  }
}

/**
 * Points every identity of merged profiles to where they went.
 *
 * Whoever adds an identity to a profile, or takes one out, holds one of it, and is waited for here; what was added
 * meanwhile shows when one looks again.
 */
async function pointMerged(
  sql: Statements,
  placement: Placement,
  ends: ReadonlyMap<string, string>,
): Promise<void> {
  while (ends.size > 0) {
    const found = await sql<{ identity_key: string }[]>`
      SELECT identity_key FROM likeness.identities WHERE profile_id = ANY(${[...ends.keys()]}::bigint[])`;
    if (found.length === 0) return;
    const locked = await lockRows<{ identity_key: string; profile_id: string }>(sql, placement, {
      ...identityTable,
      columns: 'identity_key, profile_id',
      keys: found.map((row) => row.identity_key),
      strength: 'UPDATE',
    });
    await updateRows(sql, placement, {
      ...identityTable,
      set: { profile_id: 'bigint' },
      rows: locked.flatMap((row) => {
        const into = ends.get(row.profile_id);
        return into === undefined ? [] : [[row.identity_key, into] as const];
      }),
    });
  }
}

/** Where each merged profile ended up: what one merge took in, a later one may have carried further. */
function mergeEnds(merges: readonly ProfileMerge[]): ReadonlyMap<string, string> {
  const into = new Map(merges.map((merge) => [merge.from, merge.into]));
  const end = (id: string): string => {
    const next = into.get(id);
    return next === undefined ? id : end(next);
  };
  return new Map(merges.map((merge) => [merge.from, end(merge.into)]));
}

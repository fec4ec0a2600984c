import type { AliasLink, UnmergePlan } from '../apply/plan-unmerge.ts';
import type { Identity } from '../apply/resolve-identity.ts';
import { lockRows, updateRows } from './change-rows.ts';
import type { Statements } from './connect.ts';
import { type IdentityRow, identityColumns, identityOf, identityTable } from './identity-store.ts';
import type { Placement } from './placement.ts';

/**
 * Locks all identities of the profile that an id leads to, until the end of the transaction; empty when the id is
 * unknown.
 *
 * Whoever adds an identity to a profile holds one that is in it already, so when a second look finds no more than what
 * is locked, nothing can be added any more.
 */
export async function lockProfileIdentities(
  sql: Statements,
  placement: Placement,
  identityKey: string,
): Promise<readonly Identity[]> {
  for (let before: string | undefined; ; ) {
    const [named] = await sql<{ profile_id: string }[]>`
      SELECT profile_id FROM likeness.identities WHERE identity_key = ${identityKey}`;
    if (named === undefined) return [];
    const members = await sql<{ identity_key: string }[]>`
      SELECT identity_key FROM likeness.identities WHERE profile_id = ${named.profile_id}`;
    const rows = await lockRows<IdentityRow>(sql, placement, {
      ...identityTable,
      columns: identityColumns,
      keys: members.map((row) => row.identity_key),
      strength: 'UPDATE',
    });
    const own = rows.filter((row) => row.profile_id === named.profile_id);
    const found = own.map((row) => row.identity_key).join();
    if (found === before) return own.map(identityOf);
    before = found;
  }
}

/** The aliases between identities that were not undone after they were said. */
export async function readAliasLinks(
  sql: Statements,
  members: readonly Identity[],
): Promise<readonly AliasLink[]> {
  const keys = members.filter(({ kind }) => kind === 'user').map(({ identityKey }) => identityKey);
  const rows = await sql<{ identity_key: string; user_key: string; event_id: string }[]>`
    SELECT a.identity_key, a.user_key, a.event_id FROM likeness.aliases a
    WHERE a.identity_key = ANY(${keys}::bigint[]) AND a.user_key = ANY(${keys}::bigint[])
      AND NOT EXISTS (
        SELECT 1 FROM likeness.unlinks u
        WHERE u.unlinked_at >= a.claimed_at AND (u.identity_key, u.other_key) IN
          ((a.identity_key, a.user_key), (a.user_key, a.identity_key))
      )
    ORDER BY a.claimed_at, a.event_id`;
  return rows.map((row) => ({
    identityKey: row.identity_key,
    otherKey: row.user_key,
    eventId: row.event_id,
  }));
}

/** Records that a link was undone, and points the identities to where they lead now. */
export async function saveUnmerge(
  sql: Statements,
  placement: Placement,
  plan: UnmergePlan,
  { reason, now }: { readonly reason: string; readonly now: number },
): Promise<void> {
  const { identity, other, moved, stay, profileId } = plan;
  await sql`
    INSERT INTO likeness.unlinks
      (site_id, identity_key, other_key, from_profile_id, into_profile_id, event_id, reason, unlinked_at)
    VALUES (${identity.siteId}, ${identity.identityKey}, ${other.identityKey}, ${identity.profileId}, ${profileId},
      ${plan.eventId ?? null}, ${reason}, to_timestamp(${now}::float8 / 1000))`;
  if (identity.kind === 'anonymous') {
    await sql`
      UPDATE likeness.identities SET
        owner_key = NULL, owned_since = NULL, owned_by_event = NULL, unlinked_at = to_timestamp(${now}::float8 / 1000)
      WHERE identity_key = ${identity.identityKey}`;
  }
  const targets = [
    ...moved.map(({ identityKey }) => [identityKey, profileId] as const),
    ...stay.map(({ identityKey }) => [identityKey, identity.profileId] as const),
  ];
  await updateRows(sql, placement, { ...identityTable, set: { profile_id: 'bigint' }, rows: targets });
  // The profile that an identity began with has its key; it leads to where the identity leads.
  await updateRows(sql, placement, {
    table: 'likeness.profiles',
    key: 'profile_id',
    set: { merged_into: 'bigint' },
    rows: targets.filter(([key, into]) => key !== into),
    where: 'r.merged_into IS NOT NULL',
  });
}

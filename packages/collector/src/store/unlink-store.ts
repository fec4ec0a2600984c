import type { AliasLink, UnmergePlan } from '../apply/plan-unmerge.ts';
import type { Identity } from '../apply/resolve-identity.ts';
import type { Statements } from './connect.ts';
import { type IdentityRow, identityColumns, identityOf } from './identity-store.ts';

/**
 * Locks all identities of the profile that an id leads to, until the end of the transaction; empty when the id is
 * unknown.
 *
 * Whoever adds an identity to a profile holds one that is in it already, so when a second look finds no more than what
 * is locked, nothing can be added any more.
 */
export async function lockProfileIdentities(
  sql: Statements,
  identityKey: string,
): Promise<readonly Identity[]> {
  for (let before: string | undefined; ; ) {
    const rows = await sql<IdentityRow[]>`
      SELECT ${sql.unsafe(identityColumns)} FROM likeness.identities
      WHERE profile_id = (SELECT profile_id FROM likeness.identities WHERE identity_key = ${identityKey})
      ORDER BY identity_key
      FOR UPDATE`;
    const found = rows.map((row) => row.identity_key).join();
    if (found === before) return rows.map(identityOf);
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
  const keys = [...moved, ...stay].map(({ identityKey }) => identityKey);
  const targets = [...moved.map(() => profileId), ...stay.map(() => identity.profileId)];
  await sql`
    UPDATE likeness.identities i SET profile_id = u.into_id
    FROM unnest(${keys}::bigint[], ${targets}::bigint[]) AS u (identity_key, into_id)
    WHERE i.identity_key = u.identity_key AND i.profile_id <> u.into_id`;
  // The profile that an identity began with has its key; it leads to where the identity leads.
  await sql`
    UPDATE likeness.profiles p SET merged_into = u.into_id
    FROM unnest(${keys}::bigint[], ${targets}::bigint[]) AS u (identity_key, into_id)
    WHERE p.profile_id = u.identity_key AND p.merged_into IS NOT NULL AND u.identity_key <> u.into_id`;
}

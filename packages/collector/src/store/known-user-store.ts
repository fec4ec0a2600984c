import type { Statements } from './connect.ts';
import { type ProfileRow, profileColumns } from './profile-store.ts';

/** An identity and the profile that it leads to, as one statement saw both. */
export interface KnownRow extends ProfileRow {
  readonly identity_key: string;
  readonly version: number;
  /** When the device's owner logged in there, epoch ms. */
  readonly owned_since: number | null;
  /** Whether a link of the device was ever undone. */
  readonly is_unlinked: boolean;
}

/**
 * Reads what is known of identities, without locks: those that have a profile of their own or lead to one.
 *
 * One statement, so that an identity and the version of its profile belong together: whatever re-points an identity
 * saves the profile that it led to, which changes its version.
 */
export async function readKnown(sql: Statements, keys: readonly string[]): Promise<readonly KnownRow[]> {
  return await sql<KnownRow[]>`
    SELECT i.identity_key, (extract(epoch FROM i.owned_since) * 1000)::float8 AS owned_since,
      i.unlinked_at IS NOT NULL AS is_unlinked, p.*
    FROM likeness.identities i
    JOIN LATERAL (
      SELECT version, ${sql.unsafe(profileColumns)} FROM likeness.profiles
      WHERE profile_id = i.profile_id AND merged_into IS NULL
    ) p ON true
    WHERE i.identity_key = ANY(${[...keys]}::bigint[])`;
}

/** Which of the pairs of user and device are known to belong together; as `user device`. */
export async function readDeviceUsers(
  sql: Statements,
  pairs: readonly { readonly userKey: string; readonly deviceKey: string }[],
): Promise<readonly string[]> {
  if (pairs.length === 0) return [];
  const rows = await sql<{ pair: string }[]>`
    SELECT d.user_key || ' ' || d.device_key AS pair
    FROM unnest(${pairs.map((p) => p.userKey)}::bigint[], ${pairs.map((p) => p.deviceKey)}::bigint[])
      AS u (user_key, device_key)
    JOIN likeness.device_users d ON d.user_key = u.user_key AND d.device_key = u.device_key`;
  return rows.map((row) => row.pair);
}

import type { Identity, IdentityLink, ProfileMerge } from '../apply/resolve-identity.ts';
import type { Statements } from './connect.ts';

/** An id that a batch mentions. */
export interface MentionedIdentity {
  readonly identityKey: string;
  readonly siteId: number;
  readonly kind: 'anonymous' | 'user';
  readonly value: string;
  /** Earliest event time at which the batch mentions it, epoch ms. */
  readonly at: number;
}

/**
 * Inserts the ids that are new, each with a profile of its own, and locks all of them until the end of the
 * transaction: two transactions that touch one user wait for each other here, in the order of the keys.
 *
 * `further` are keys that are locked and answered when they exist.
 */
export async function lockIdentities(
  sql: Statements,
  mentioned: readonly MentionedIdentity[],
  further: readonly string[],
): Promise<ReadonlyMap<string, Identity>> {
  const sorted = [...mentioned].sort((a, b) => (BigInt(a.identityKey) < BigInt(b.identityKey) ? -1 : 1));
  await sql`
    INSERT INTO likeness.identities (identity_key, site_id, kind, value, profile_id, first_seen_at)
    SELECT identity_key, site_id, kind, value, identity_key, to_timestamp(at / 1000)
    FROM unnest(
      ${sorted.map((id) => id.identityKey)}::bigint[],
      ${sorted.map((id) => id.siteId)}::int[],
      ${sorted.map((id) => id.kind)}::text[],
      ${sorted.map((id) => id.value)}::text[],
      ${sorted.map((id) => id.at)}::float8[]
    ) AS u (identity_key, site_id, kind, value, at)
    ON CONFLICT (identity_key) DO NOTHING`;
  const rows = await sql<IdentityRow[]>`
    SELECT identity_key, site_id, kind, value, profile_id, owner_key
    FROM likeness.identities
    WHERE identity_key = ANY(${[...sorted.map((id) => id.identityKey), ...further]}::bigint[])
    ORDER BY identity_key
    FOR UPDATE`;
  return new Map(
    rows.map((row) => [
      row.identity_key,
      {
        identityKey: row.identity_key,
        siteId: row.site_id,
        kind: row.kind,
        value: row.value,
        profileId: row.profile_id,
        ownerKey: row.owner_key ?? undefined,
      },
    ]),
  );
}

/** Writes the owners of devices, points the ids of merged profiles to where they went, and records the merges. */
export async function saveIdentityPlan(
  sql: Statements,
  plan: { readonly links: readonly IdentityLink[]; readonly merges: readonly ProfileMerge[] },
  now: number,
): Promise<void> {
  const { links, merges } = plan;
  if (links.length > 0) {
    await sql`
      UPDATE likeness.identities i
      SET owner_key = u.owner_key, owned_since = to_timestamp(u.at / 1000), owned_by_event = u.event_id
      FROM unnest(
        ${links.map((l) => l.identityKey)}::bigint[],
        ${links.map((l) => l.ownerKey)}::bigint[],
        ${links.map((l) => l.at)}::float8[],
        ${links.map((l) => l.eventId)}::uuid[]
      ) AS u (identity_key, owner_key, at, event_id)
      WHERE i.identity_key = u.identity_key`;
  }
  // One after the other: what one merge pointed somewhere the next one may point further.
  for (const merge of merges) {
    await sql`UPDATE likeness.identities SET profile_id = ${merge.into} WHERE profile_id = ${merge.from}`;
  }
  if (merges.length > 0) {
    await sql`
      INSERT INTO likeness.profile_merges
        (site_id, from_profile_id, into_profile_id, identity_key, event_id, reason, merged_at)
      SELECT site_id, from_id, into_id, identity_key, event_id, reason, to_timestamp(${now}::float8 / 1000)
      FROM unnest(
        ${merges.map((m) => m.siteId)}::int[],
        ${merges.map((m) => m.from)}::bigint[],
        ${merges.map((m) => m.into)}::bigint[],
        ${merges.map((m) => m.identityKey)}::bigint[],
        ${merges.map((m) => m.eventId)}::uuid[],
        ${merges.map((m) => m.reason)}::text[]
      ) AS u (site_id, from_id, into_id, identity_key, event_id, reason)`;
  }
}

/** Remembers which users were seen on which devices. */
export async function saveDeviceUsers(
  sql: Statements,
  seen: readonly {
    readonly userKey: string;
    readonly deviceKey: string;
    readonly siteId: number;
    readonly at: number;
  }[],
): Promise<void> {
  if (seen.length === 0) return;
  await sql`
    INSERT INTO likeness.device_users (user_key, device_key, site_id, first_seen_at)
    SELECT DISTINCT ON (user_key, device_key) user_key, device_key, site_id, to_timestamp(at / 1000)
    FROM unnest(
      ${seen.map((s) => s.userKey)}::bigint[],
      ${seen.map((s) => s.deviceKey)}::bigint[],
      ${seen.map((s) => s.siteId)}::int[],
      ${seen.map((s) => s.at)}::float8[]
    ) AS u (user_key, device_key, site_id, at)
    ORDER BY user_key, device_key, at
    ON CONFLICT (user_key, device_key) DO NOTHING`;
}

interface IdentityRow {
  readonly identity_key: string;
  readonly site_id: number;
  readonly kind: 'anonymous' | 'user';
  readonly value: string;
  readonly profile_id: string;
  readonly owner_key: string | null;
}

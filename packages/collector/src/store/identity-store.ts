import type { AliasClaim, Identity, IdentityPlan, ProfileMerge } from '../apply/resolve-identity.ts';
import type { Statements } from './connect.ts';
import { type IdentityKind, identityKey } from './identity-key.ts';

/** An id that a batch mentions. */
export interface MentionedIdentity {
  readonly identityKey: string;
  readonly siteId: number;
  readonly kind: 'anonymous' | 'user';
  readonly value: string;
  /** Earliest event time at which the batch mentions it, epoch ms. */
  readonly at: number;
}

/** The ids of a batch, locked. */
export interface LockedIdentities {
  readonly identities: ReadonlyMap<string, Identity>;
  /** Aliases that name an id of the batch, those that waited for it included. */
  readonly claims: readonly AliasClaim[];
}

/**
 * Inserts the ids that are new, each with a profile of its own, and locks all of them until the end of the
 * transaction: two transactions that touch one user wait for each other here, in the order of the keys.
 *
 * `claimed` are the aliases of the batch. They are remembered, because the id that one names may arrive later: then the
 * batch that brings it gets the claim.
 */
export async function lockIdentities(
  sql: Statements,
  mentioned: readonly MentionedIdentity[],
  claimed: readonly AliasClaim[],
): Promise<LockedIdentities> {
  const sorted = [...mentioned].sort((a, b) => (BigInt(a.identityKey) < BigInt(b.identityKey) ? -1 : 1));
  const created = await sql<{ identity_key: string }[]>`
    INSERT INTO likeness.identities (identity_key, site_id, kind, value, profile_id, first_seen_at)
    SELECT identity_key, site_id, kind, value, identity_key, to_timestamp(at / 1000)
    FROM unnest(
      ${sorted.map((id) => id.identityKey)}::bigint[],
      ${sorted.map((id) => id.siteId)}::int[],
      ${sorted.map((id) => id.kind)}::text[],
      ${sorted.map((id) => id.value)}::text[],
      ${sorted.map((id) => id.at)}::float8[]
    ) AS u (identity_key, site_id, kind, value, at)
    ON CONFLICT (identity_key) DO NOTHING
    RETURNING identity_key`;
  const waiting = await waitingClaims(
    sql,
    created.map((row) => row.identity_key),
  );
  await rememberClaims(sql, claimed);
  const claims = [...waiting, ...claimed];
  const keys = new Set([
    ...sorted.map((id) => id.identityKey),
    ...claims.flatMap((claim) => [claim.identityKey, claim.ownerKey]),
  ]);
  const rows = await sql<IdentityRow[]>`
    SELECT ${sql.unsafe(identityColumns)} FROM likeness.identities
    WHERE identity_key = ANY(${[...keys]}::bigint[])
    ORDER BY identity_key
    FOR UPDATE`;
  const identities = new Map(rows.map((row) => [row.identity_key, identityOf(row)]));
  // Behind the locks: who undoes a link holds them.
  return { identities, claims: await withoutUndone(sql, claims) };
}

/** What {@link identityOf} needs of a row. */
export const identityColumns = `identity_key, site_id, kind, value, profile_id, owner_key, owned_by_event,
  (extract(epoch FROM owned_since) * 1000)::float8 AS owned_since,
  (extract(epoch FROM unlinked_at) * 1000)::float8 AS unlinked_at`;

/** An identity from its row. */
export function identityOf(row: IdentityRow): Identity {
  const { owner_key: ownerKey, owned_since: at, owned_by_event: eventId } = row;
  return {
    identityKey: row.identity_key,
    siteId: row.site_id,
    kind: row.kind,
    value: row.value,
    profileId: row.profile_id,
    owner: ownerKey === null || at === null || eventId === null ? undefined : { ownerKey, at, eventId },
    unlinkedAt: row.unlinked_at ?? undefined,
  };
}

/** Without the claims on two ids whose link was undone after them. */
async function withoutUndone(sql: Statements, claims: readonly AliasClaim[]): Promise<readonly AliasClaim[]> {
  if (claims.length === 0) return claims;
  const rows = await sql<{ place: number }[]>`
    SELECT DISTINCT place::int AS place
    FROM unnest(
      ${claims.map((claim) => claim.identityKey)}::bigint[],
      ${claims.map((claim) => claim.ownerKey)}::bigint[],
      ${claims.map((claim) => claim.at)}::float8[]
    ) WITH ORDINALITY AS c (identity_key, owner_key, at, place)
    JOIN likeness.unlinks u ON (u.identity_key, u.other_key) IN
      ((c.identity_key, c.owner_key), (c.owner_key, c.identity_key))
    WHERE u.unlinked_at >= to_timestamp(c.at / 1000)`;
  const undone = new Set(rows.map((row) => row.place - 1));
  return claims.filter((_, place) => !undone.has(place));
}

async function waitingClaims(sql: Statements, created: readonly string[]): Promise<readonly AliasClaim[]> {
  if (created.length === 0) return [];
  const rows = await sql<
    { site_id: number; identity_key: string; user_key: string; at: number; event_id: string }[]
  >`
    SELECT site_id, identity_key, user_key, (extract(epoch FROM claimed_at) * 1000)::float8 AS at, event_id
    FROM likeness.aliases WHERE identity_key = ANY(${[...created]}::bigint[])`;
  return rows.map((row) => ({
    siteId: row.site_id,
    identityKey: row.identity_key,
    ownerKey: row.user_key,
    at: row.at,
    eventId: row.event_id,
  }));
}

async function rememberClaims(sql: Statements, claims: readonly AliasClaim[]): Promise<void> {
  if (claims.length === 0) return;
  await sql`
    INSERT INTO likeness.aliases (identity_key, event_id, site_id, user_key, claimed_at)
    SELECT identity_key, event_id, site_id, user_key, to_timestamp(at / 1000)
    FROM unnest(
      ${claims.map((claim) => claim.identityKey)}::bigint[],
      ${claims.map((claim) => claim.eventId)}::uuid[],
      ${claims.map((claim) => claim.siteId)}::int[],
      ${claims.map((claim) => claim.ownerKey)}::bigint[],
      ${claims.map((claim) => claim.at)}::float8[]
    ) AS u (identity_key, event_id, site_id, user_key, at)
    ON CONFLICT (identity_key, event_id) DO NOTHING`;
}

/** Writes the owners of devices, points the ids of merged profiles to where they went, and records the merges. */
export async function saveIdentityPlan(
  sql: Statements,
  plan: Pick<IdentityPlan, 'links' | 'merges' | 'moves'>,
  now: number,
): Promise<void> {
  const { merges, moves } = plan;
  // A device may have been linked twice in one batch, each time earlier: the last link counts.
  const links = [...new Map(plan.links.map((link) => [link.identityKey, link])).values()];
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
  if (merges.length > 0) {
    const ends = mergeEnds(merges);
    await sql`
      UPDATE likeness.identities i SET profile_id = u.into_id
      FROM unnest(${[...ends.keys()]}::bigint[], ${[...ends.values()]}::bigint[]) AS u (from_id, into_id)
      WHERE i.profile_id = u.from_id`;
  }
  if (moves.length > 0) {
    const keys = moves.map((move) => move.identityKey);
    const targets = moves.map((move) => move.into);
    await sql`
      UPDATE likeness.identities i SET profile_id = u.into_id
      FROM unnest(${keys}::bigint[], ${targets}::bigint[]) AS u (identity_key, into_id)
      WHERE i.identity_key = u.identity_key`;
    // The profile that a device began with has its id; it leads to where the device leads.
    await sql`
      UPDATE likeness.profiles p SET merged_into = u.into_id
      FROM unnest(${keys}::bigint[], ${targets}::bigint[]) AS u (identity_key, into_id)
      WHERE p.profile_id = u.identity_key AND p.merged_into IS NOT NULL`;
  }
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

/** Where each merged profile ended up: what one merge took in, a later one may have carried further. */
function mergeEnds(merges: readonly ProfileMerge[]): ReadonlyMap<string, string> {
  const into = new Map(merges.map((merge) => [merge.from, merge.into]));
  const end = (id: string): string => {
    const next = into.get(id);
    return next === undefined ? id : end(next);
  };
  return new Map(merges.map((merge) => [merge.from, end(merge.into)]));
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

/** A row as {@link identityColumns} reads it. */
export interface IdentityRow {
  readonly identity_key: string;
  readonly site_id: number;
  readonly kind: 'anonymous' | 'user';
  readonly value: string;
  readonly profile_id: string;
  readonly owner_key: string | null;
  readonly owned_since: number | null;
  readonly owned_by_event: string | null;
  readonly unlinked_at: number | null;
}

/** Counts ids by whether they are known, as they come. */
export interface KnownIdCount {
  readonly add: (kind: IdentityKind, value: string) => Promise<void> | undefined;
  readonly end: () => Promise<{ readonly known: number; readonly unknown: number }>;
}

/** Ids that are asked for at once. */
const countedAtOnce = 2_000;

/** Counts which ids of a site are known; an id that comes twice counts twice. */
export function countKnownIds(sql: Statements, siteId: number): KnownIdCount {
  const total = { known: 0, unknown: 0 };
  let keys: string[] = [];
  async function ask(): Promise<void> {
    const asked = keys;
    keys = [];
    const [row] = await sql<{ known: number }[]>`
      SELECT count(*)::float8 AS known FROM unnest(${asked}::bigint[]) AS u (identity_key)
      JOIN likeness.identities i USING (identity_key)`;
    total.known += row?.known ?? 0;
    total.unknown += asked.length - (row?.known ?? 0);
  }
  return {
    add: (kind, value) => {
      keys.push(identityKey(siteId, kind, value));
      return keys.length >= countedAtOnce ? ask() : undefined;
    },
    end: async () => {
      await ask();
      return total;
    },
  };
}

import type { AliasClaim, Identity } from '../apply/resolve-identity.ts';
import { byKey, lockRows } from './change-rows.ts';
import type { Statements } from './connect.ts';
import { insertRows } from './insert-rows.ts';
import type { Placement } from './placement.ts';

/** The table of identities, by its key. */
export const identityTable = { table: 'likeness.identities', key: 'identity_key' };

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
  placement: Placement,
  mentioned: readonly MentionedIdentity[],
  claimed: readonly AliasClaim[],
): Promise<LockedIdentities> {
  const sorted = [...mentioned].sort((a, b) => byKey(a.identityKey, b.identityKey));
  const created = await insertRows<{ identity_key: string }>(sql, placement, {
    into: 'likeness.identities',
    columns: {
      identity_key: 'bigint',
      site_id: 'int',
      kind: 'text',
      value: 'text',
      profile_id: 'bigint',
      first_seen_at: 'time',
    },
    rows: sorted.map((id) => [id.identityKey, id.siteId, id.kind, id.value, id.identityKey, id.at]),
    ending: 'ON CONFLICT (identity_key) DO NOTHING RETURNING identity_key',
  });
  const waiting = await waitingClaims(
    sql,
    created.map((row) => row.identity_key),
  );
  await rememberClaims(sql, placement, claimed);
  const claims = [...waiting, ...claimed];
  const keys = new Set([
    ...sorted.map((id) => id.identityKey),
    ...claims.flatMap((claim) => [claim.identityKey, claim.ownerKey]),
  ]);
  const rows = await lockRows<IdentityRow>(sql, placement, {
    ...identityTable,
    columns: identityColumns,
    keys: [...keys],
    strength: 'UPDATE',
  });
  const identities = new Map(rows.map((row) => [row.identity_key, identityOf(row)]));
  // Behind the locks: who undoes a link holds them.
  return { identities, claims: await withoutUndone(sql, claims) };
}

/** What {@link identityOf} needs of a row. */
export const identityColumns = `identity_key, site_id, kind, value, profile_id, owner_key, owned_by_event,
  (extract(epoch FROM owned_since) * 1000)::float8 AS owned_since,
  (extract(epoch FROM unlinked_at) * 1000)::float8 AS unlinked_at`;

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

async function rememberClaims(
  sql: Statements,
  placement: Placement,
  claims: readonly AliasClaim[],
): Promise<void> {
  await insertRows(sql, placement, {
    into: 'likeness.aliases',
    columns: {
      identity_key: 'bigint',
      event_id: 'uuid',
      site_id: 'int',
      user_key: 'bigint',
      claimed_at: 'time',
    },
    rows: claims.map((claim) => [claim.identityKey, claim.eventId, claim.siteId, claim.ownerKey, claim.at]),
    ending: 'ON CONFLICT (identity_key, event_id) DO NOTHING',
  });
}

import type { AliasClaim, Identity, IdentityPlan, ProfileMerge } from '../apply/resolve-identity.ts';
import { byKey, lockRows, updateRows } from './change-rows.ts';
import type { Statements } from './connect.ts';
import { type IdentityKind, identityKey } from './identity-key.ts';
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

/** A user that was seen on a device. */
export interface SeenTogether {
  readonly userKey: string;
  readonly deviceKey: string;
  readonly siteId: number;
  /** Epoch ms. */
  readonly at: number;
}

/** Remembers which users were seen on which devices, and when first. */
export async function saveDeviceUsers(
  sql: Statements,
  placement: Placement,
  seen: readonly SeenTogether[],
): Promise<void> {
  const pairs = new Map<string, SeenTogether>();
  for (const one of seen) {
    const pair = `${one.userKey} ${one.deviceKey}`;
    if (one.at < (pairs.get(pair)?.at ?? Number.POSITIVE_INFINITY)) pairs.set(pair, one);
  }
  const sorted = [...pairs.values()].sort(
    (a, b) => byKey(a.userKey, b.userKey) || byKey(a.deviceKey, b.deviceKey),
  );
  await insertRows(sql, placement, {
    into: 'likeness.device_users',
    columns: { user_key: 'bigint', device_key: 'bigint', site_id: 'int', first_seen_at: 'time' },
    rows: sorted.map((one) => [one.userKey, one.deviceKey, one.siteId, one.at]),
    ending: 'ON CONFLICT (user_key, device_key) DO NOTHING',
  });
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

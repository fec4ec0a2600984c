import type { LikenessEvent } from '@likeness/core';
import type { Statements } from './connect.ts';
import { decodeEventRow } from './event-row.ts';
import type { EventDictionaries } from './event-store.ts';
import type { Placement } from './placement.ts';

/** What a profile's events are read with. */
export interface HistoryDeps {
  readonly dictionaries: EventDictionaries;
  /** Default `one server`. */
  readonly placement?: Placement;
}

/**
 * Every event of each profile in event-time order (ties by event id): what it is a fold of. A profile without events is
 * missing from the map.
 *
 * An event belongs to its user's profile, else to the profile that its device leads to.
 */
export async function readProfileEvents(
  sql: Statements,
  profileIds: readonly string[],
  { dictionaries, placement = 'one server' }: HistoryDeps,
): Promise<ReadonlyMap<string, readonly LikenessEvent[]>> {
  if (profileIds.length === 0) return new Map();
  const read = placement === 'sharded' ? readInSteps : readByJoin;
  const rows = await read(sql, profileIds);
  const events = new Map<string, LikenessEvent[]>();
  for (const { profileId, event } of await decodeStored(rows, dictionaries)) {
    const own = events.get(profileId);
    if (own === undefined) events.set(profileId, [event]);
    else own.push(event);
  }
  return events;
}

async function readByJoin(sql: Statements, profileIds: readonly string[]): Promise<readonly StoredRow[]> {
  const ids = [...profileIds];
  return await sql<StoredRow[]>`
    WITH mine AS (SELECT identity_key, kind FROM likeness.identities WHERE profile_id = ANY(${ids}::bigint[])),
    devices AS (
      SELECT identity_key AS device_key FROM mine
      UNION
      SELECT d.device_key FROM likeness.device_users d JOIN mine ON mine.identity_key = d.user_key
    )
    SELECT ${sql.unsafe(storedColumns)}
    FROM devices
    JOIN likeness.events e ON e.device_key = devices.device_key
    LEFT JOIN likeness.identities d ON d.identity_key = e.device_key
    LEFT JOIN likeness.identities u ON u.identity_key = e.user_key
    WHERE coalesce(u.profile_id, d.profile_id) = ANY(${ids}::bigint[])
    ORDER BY e.occurred_at, e.event_id`;
}

/** The same by statements that each ask for keys, and so never join rows of different shards. */
async function readInSteps(sql: Statements, profileIds: readonly string[]): Promise<readonly StoredRow[]> {
  const mine = await sql<OwnerRow[]>`
    SELECT identity_key, kind, value, profile_id FROM likeness.identities
    WHERE profile_id = ANY(${[...profileIds]}::bigint[])`;
  const keys = mine.map((row) => row.identity_key);
  const seen = await sql<{ device_key: string }[]>`
    SELECT device_key FROM likeness.device_users WHERE user_key = ANY(${keys}::bigint[])`;
  const devices = [...new Set([...keys, ...seen.map((row) => row.device_key)])];
  const rows = await sql<KeyedRow[]>`
    SELECT ${sql.unsafe(eventColumns)}, e.device_key, e.user_key FROM likeness.events e
    WHERE e.device_key = ANY(${devices}::bigint[]) ORDER BY e.occurred_at, e.event_id`;
  const owners = new Map(mine.map((row) => [row.identity_key, row]));
  const others = new Set(rows.flatMap((row) => [row.device_key, row.user_key ?? row.device_key]));
  const unknown = [...others].filter((key) => !owners.has(key));
  for (const row of await sql<OwnerRow[]>`
    SELECT identity_key, kind, value, profile_id FROM likeness.identities
    WHERE identity_key = ANY(${unknown}::bigint[])`) {
    owners.set(row.identity_key, row);
  }
  const wanted = new Set(profileIds);
  return rows.flatMap((row) => {
    const device = owners.get(row.device_key);
    const user = row.user_key === null ? undefined : owners.get(row.user_key);
    const profileId = (user ?? device)?.profile_id;
    if (profileId === undefined || !wanted.has(profileId)) return [];
    return {
      ...row,
      profile_id: profileId,
      anonymous_id: device?.kind === 'anonymous' ? device.value : null,
      user_id: user?.value ?? null,
    };
  });
}

const eventColumns = `e.event_id, e.type, e.name_id, e.page_id, e.context_id,
  e.properties::text AS properties, e.extra::text AS extra,
  (extract(epoch FROM e.occurred_at) * 1000)::float8 AS occurred_at`;

/** What {@link decodeStored} needs of an event `e`, the identity `d` of its device, and `u` of its user. */
export const storedColumns = `coalesce(u.profile_id, d.profile_id) AS profile_id, ${eventColumns},
  CASE WHEN d.kind = 'anonymous' THEN d.value END AS anonymous_id,
  u.value AS user_id`;

/** Turns rows back into the events that were folded, each with the profile that it belongs to now. */
export async function decodeStored(
  rows: readonly StoredRow[],
  dictionaries: EventDictionaries,
): Promise<readonly { readonly profileId: string; readonly event: LikenessEvent }[]> {
  const names = await dictionaries.names.decode(rows.flatMap((row) => row.name_id ?? []));
  const contexts = await dictionaries.contexts.decode(
    rows.flatMap((row) => [row.page_id, row.context_id].filter((id) => id !== null)),
  );
  return rows.map((row) => ({
    profileId: row.profile_id,
    event: decodeEventRow({
      eventId: row.event_id,
      type: row.type,
      name: lookUp(names, row.name_id),
      page: lookUp(contexts, row.page_id),
      context: lookUp(contexts, row.context_id),
      properties: row.properties ?? undefined,
      extra: row.extra ?? undefined,
      occurredAt: row.occurred_at,
      anonymousId: row.anonymous_id ?? undefined,
      userId: row.user_id ?? undefined,
    }),
  }));
}

/** A row as {@link storedColumns} reads it. */
export interface StoredRow {
  readonly profile_id: string;
  readonly event_id: string;
  readonly type: number;
  readonly name_id: number | null;
  readonly page_id: number | null;
  readonly context_id: number | null;
  readonly properties: string | null;
  readonly extra: string | null;
  readonly occurred_at: number;
  readonly anonymous_id: string | null;
  readonly user_id: string | null;
}

/** An identity, with the profile that it leads to. */
interface OwnerRow {
  readonly identity_key: string;
  readonly kind: 'anonymous' | 'user';
  readonly value: string;
  readonly profile_id: string;
}

interface KeyedRow extends Omit<StoredRow, 'profile_id' | 'anonymous_id' | 'user_id'> {
  readonly device_key: string;
  readonly user_key: string | null;
}

function lookUp(texts: ReadonlyMap<number, string>, id: number | null): string | undefined {
  if (id === null) return undefined;
  const text = texts.get(id);
  if (text === undefined) throw new Error(`number ${id} of a stored event is in no dictionary`);
  return text;
}

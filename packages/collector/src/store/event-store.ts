import type { LikenessEvent } from '@likeness/core';
import type { Statements } from './connect.ts';
import { type ContextMemo, createContextMemo } from './context-memo.ts';
import type { Dictionary } from './dictionary.ts';
import { decodeEventRow, type EventRow, encodeEventRow } from './event-row.ts';

/** An event with the keys under which it is stored. */
export interface KeyedEvent {
  readonly event: LikenessEvent;
  readonly siteId: number;
  readonly deviceKey: string;
  readonly userKey: string | undefined;
  readonly sessionKey: string | undefined;
  readonly receivedAt: number;
}

/** A keyed event whose dictionary texts have their numbers. */
export interface EncodedEvent extends KeyedEvent {
  readonly row: EventRow;
  readonly nameId: number | undefined;
  readonly pageId: number | undefined;
  readonly contextId: number | undefined;
}

/** The dictionaries that events use. */
export interface EventDictionaries {
  readonly names: Dictionary;
  readonly contexts: Dictionary;
}

/** Gives every dictionary text of a batch its number; commits new ones, so run it before the batch's transaction. */
export async function encodeEvents(
  events: readonly KeyedEvent[],
  dictionaries: EventDictionaries,
  memo: ContextMemo = createContextMemo(),
): Promise<readonly EncodedEvent[]> {
  const rows = events.map((keyed) => encodeEventRow(keyed.event, memo));
  const names = await encodePresent(
    dictionaries.names,
    rows.map((row) => row.name),
  );
  const contexts = await encodePresent(dictionaries.contexts, [
    ...rows.map((row) => row.page),
    ...rows.map((row) => row.context),
  ]);
  return events.map((keyed, i) => ({
    ...keyed,
    // rows has one entry per event
    row: rows[i] as EventRow,
    nameId: names[i],
    pageId: contexts[i],
    contextId: contexts[rows.length + i],
  }));
}

async function encodePresent(
  dictionary: Dictionary,
  texts: readonly (string | undefined)[],
): Promise<readonly (number | undefined)[]> {
  const present = texts.filter((text) => text !== undefined);
  const ids = await dictionary.encode(present);
  let next = 0;
  return texts.map((text) => (text === undefined ? undefined : ids[next++]));
}

/** The time by the sender's clock, where it is not the time that the event happened: it mostly is, and takes 8 bytes. */
export function storedOriginalAt({ originalAt, occurredAt }: LikenessEvent): number | undefined {
  return originalAt === occurredAt ? undefined : originalAt;
}

/**
 * Inserts the events that are not there yet and answers which they were, by their place in `events`.
 *
 * Of an id that occurs twice in one batch the first occurrence counts.
 */
export async function insertEvents(
  sql: Statements,
  events: readonly EncodedEvent[],
): Promise<ReadonlySet<number>> {
  const rows = await sql<{ device_key: string; event_id: string }[]>`
    INSERT INTO likeness.events (
      device_key, event_id, user_key, session_key, occurred_at, received_at, original_at, sent_at,
      site_id, name_id, page_id, context_id, type, properties, extra
    )
    SELECT
      device_key, event_id, user_key, session_key,
      to_timestamp(occurred_at / 1000), to_timestamp(received_at / 1000),
      to_timestamp(original_at / 1000), to_timestamp(sent_at / 1000),
      site_id, name_id, page_id, context_id, type, properties::jsonb, extra::jsonb
    FROM unnest(
      ${events.map((e) => e.deviceKey)}::bigint[],
      ${events.map((e) => e.event.eventId)}::uuid[],
      ${events.map((e) => e.userKey ?? null)}::bigint[],
      ${events.map((e) => e.sessionKey ?? null)}::bigint[],
      ${events.map((e) => e.event.occurredAt)}::float8[],
      ${events.map((e) => e.receivedAt)}::float8[],
      ${events.map((e) => storedOriginalAt(e.event) ?? null)}::float8[],
      ${events.map((e) => e.event.sentAt ?? null)}::float8[],
      ${events.map((e) => e.siteId)}::int[],
      ${events.map((e) => e.nameId ?? null)}::int[],
      ${events.map((e) => e.pageId ?? null)}::int[],
      ${events.map((e) => e.contextId ?? null)}::int[],
      ${events.map((e) => e.row.type)}::smallint[],
      ${events.map((e) => e.row.properties ?? null)}::text[],
      ${events.map((e) => e.row.extra ?? null)}::text[]
    ) AS u (
      device_key, event_id, user_key, session_key, occurred_at, received_at, original_at, sent_at,
      site_id, name_id, page_id, context_id, type, properties, extra
    )
    ON CONFLICT (device_key, event_id) DO NOTHING
    RETURNING device_key, event_id`;
  const inserted = new Set(rows.map((row) => `${row.device_key} ${row.event_id}`));
  const fresh = new Set<number>();
  events.forEach((e, i) => {
    if (inserted.delete(`${e.deviceKey} ${e.event.eventId}`)) fresh.add(i);
  });
  return fresh;
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
  dictionaries: EventDictionaries,
): Promise<ReadonlyMap<string, readonly LikenessEvent[]>> {
  const ids = [...profileIds];
  const rows = await sql<StoredRow[]>`
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
  const events = new Map<string, LikenessEvent[]>();
  for (const { profileId, event } of await decodeStored(rows, dictionaries)) {
    const own = events.get(profileId);
    if (own === undefined) events.set(profileId, [event]);
    else own.push(event);
  }
  return events;
}

/** What {@link decodeStored} needs of an event `e`, the identity `d` of its device, and `u` of its user. */
export const storedColumns = `coalesce(u.profile_id, d.profile_id) AS profile_id,
  e.event_id, e.type, e.name_id, e.page_id, e.context_id, e.properties::text AS properties, e.extra::text AS extra,
  (extract(epoch FROM e.occurred_at) * 1000)::float8 AS occurred_at,
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

function lookUp(texts: ReadonlyMap<number, string>, id: number | null): string | undefined {
  if (id === null) return undefined;
  const text = texts.get(id);
  if (text === undefined) throw new Error(`number ${id} of a stored event is in no dictionary`);
  return text;
}

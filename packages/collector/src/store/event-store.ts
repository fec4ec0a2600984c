import type { LikenessEvent } from '@likeness/core';
import type { Statements } from './connect.ts';
import { type ContextMemo, createContextMemo } from './context-memo.ts';
import type { Dictionary } from './dictionary.ts';
import { type EventRow, encodeEventRow } from './event-row.ts';
import { insertRows } from './insert-rows.ts';
import type { Placement } from './placement.ts';

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
  // Named one by one: spreading an event into another object costs five times as much.
  return events.map(({ event, siteId, deviceKey, userKey, sessionKey, receivedAt }, i) => ({
    event,
    siteId,
    deviceKey,
    userKey,
    sessionKey,
    receivedAt,
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

const eventColumns = {
  device_key: 'bigint',
  event_id: 'uuid',
  user_key: 'bigint',
  session_key: 'bigint',
  occurred_at: 'time',
  received_at: 'time',
  original_at: 'time',
  sent_at: 'time',
  site_id: 'int',
  name_id: 'int',
  page_id: 'int',
  context_id: 'int',
  type: 'smallint',
  properties: 'jsonb',
  extra: 'jsonb',
} as const;

/**
 * Inserts the events that are not there yet and answers which they were, by their place in `events`.
 *
 * Of an id that occurs twice in one batch the first occurrence counts.
 */
export async function insertEvents(
  sql: Statements,
  placement: Placement,
  events: readonly EncodedEvent[],
): Promise<ReadonlySet<number>> {
  const rows = await insertRows<{ device_key: string; event_id: string }>(sql, placement, {
    into: 'likeness.events',
    columns: eventColumns,
    rows: events.map((e) => [
      e.deviceKey,
      e.event.eventId,
      e.userKey,
      e.sessionKey,
      e.event.occurredAt,
      e.receivedAt,
      storedOriginalAt(e.event),
      e.event.sentAt,
      e.siteId,
      e.nameId,
      e.pageId,
      e.contextId,
      e.row.type,
      e.row.properties,
      e.row.extra,
    ]),
    ending: 'ON CONFLICT (device_key, event_id) DO NOTHING RETURNING device_key, event_id',
  });
  const inserted = new Set(rows.map((row) => `${row.device_key} ${row.event_id}`));
  const fresh = new Set<number>();
  events.forEach((e, i) => {
    if (inserted.delete(`${e.deviceKey} ${e.event.eventId}`)) fresh.add(i);
  });
  return fresh;
}

import { err, type Issue, isUuidV7, type LikenessEvent, ok, type Result } from '@likeness/core';
import type { IncomingEvent } from '../apply/apply-batch.ts';
import type { QuarantinedInput } from '../store/quarantine-store.ts';

/** One record of a log on its way to the broker. */
export interface OutgoingRecord {
  /** Decides the partition. */
  readonly key: string;
  readonly value: string;
  readonly siteId: number;
}

/** Version of the format; a reader refuses what it does not know, which then waits among the dead letters. */
const version = 1;

/** A record ends when it has so many events or so much text; one event alone is never split. */
const recordEvents = 64;
const recordCharacters = 128 * 1024;

/** Characters of an unacceptable input that travel with it: what the quarantine keeps. */
const rawCharacters = 65_536;

/**
 * Packs events into records: those of one device that came together share one, so that what they repeat is compressed
 * and a partition keeps their order.
 */
export function encodeEventRecords(
  events: readonly IncomingEvent[],
  deviceKeyOf: (event: IncomingEvent) => string,
): readonly OutgoingRecord[] {
  const records: OutgoingRecord[] = [];
  const open = new Map<string, Open>();
  for (const incoming of events) {
    const { siteId, receivedAt, event } = incoming;
    const key = deviceKeyOf(incoming);
    const text = JSON.stringify(event);
    let group = open.get(key);
    const fits =
      group !== undefined &&
      group.siteId === siteId &&
      group.receivedAt === receivedAt &&
      group.texts.length < recordEvents &&
      group.characters + text.length <= recordCharacters;
    if (group === undefined || !fits) {
      if (group !== undefined) records.push(close(key, group));
      group = { siteId, receivedAt, texts: [], characters: 0 };
      open.set(key, group);
    }
    group.texts.push(text);
    group.characters += text.length;
  }
  for (const [key, group] of open) records.push(close(key, group));
  return records;
}

interface Open {
  readonly siteId: number;
  readonly receivedAt: number;
  readonly texts: string[];
  characters: number;
}

function close(key: string, { siteId, receivedAt, texts }: Open): OutgoingRecord {
  const head = JSON.stringify({ v: version, siteId, receivedAt });
  return { key, siteId, value: `${head.slice(0, -1)},"events":[${texts.join(',')}]}` };
}

/** Reads a record of events; the error says in words why it is none. */
export function decodeEventRecord(text: string): Result<readonly IncomingEvent[], string> {
  const parsed = parseObject(text);
  if (!parsed.ok) return parsed;
  const { v, siteId, receivedAt, events } = parsed.value;
  if (v !== version) return err(`a record of format ${version}, got ${typeof v === 'number' ? v : typeof v}`);
  if (!Number.isSafeInteger(siteId)) return err('siteId: a whole number');
  if (!Number.isFinite(receivedAt)) return err('receivedAt: a time in epoch ms');
  if (!Array.isArray(events)) return err('events: a list');
  const wrong = events.findIndex((event) => !isEvent(event));
  if (wrong !== -1) return err(`events.${wrong}: an event with id, type, time and whose it is`);
  // Each was looked at; the collector that wrote them had parsed every field.
  return ok(
    (events as readonly LikenessEvent[]).map((event) => ({
      siteId: siteId as number,
      receivedAt: receivedAt as number,
      event,
    })),
  );
}

/** Packs what could not be accepted. */
export function encodeDeadLetter(input: QuarantinedInput): OutgoingRecord {
  const raw = input.raw.slice(0, rawCharacters);
  return {
    key: String(input.siteId),
    siteId: input.siteId,
    value: JSON.stringify({ v: version, ...input, raw }),
  };
}

/** Reads a dead letter; the error says in words why it is none. */
export function decodeDeadLetter(text: string): Result<QuarantinedInput, string> {
  const parsed = parseObject(text);
  if (!parsed.ok) return parsed;
  const { v, siteId, receivedAt, source, line, issues, raw } = parsed.value;
  if (v !== version) return err(`a dead letter of format ${version}`);
  if (!Number.isSafeInteger(siteId) || !Number.isFinite(receivedAt)) return err('siteId and receivedAt');
  if (typeof source !== 'string' || typeof raw !== 'string') return err('source and raw: texts');
  if (!Array.isArray(issues)) return err('issues: a list');
  return ok({
    siteId: siteId as number,
    receivedAt: receivedAt as number,
    source,
    raw,
    // Written by this file from a list of issues.
    issues: issues as readonly Issue[],
    ...(typeof line === 'number' ? { line } : {}),
  });
}

const types: ReadonlySet<unknown> = new Set(['track', 'identify', 'page', 'screen', 'group', 'alias']);

function isEvent(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  // A non-null object can be read by key.
  const { eventId, type, occurredAt, anonymousId, userId, context } = value as Readonly<
    Record<string, unknown>
  >;
  return (
    typeof eventId === 'string' &&
    isUuidV7(eventId) &&
    types.has(type) &&
    Number.isFinite(occurredAt) &&
    (typeof anonymousId === 'string' || typeof userId === 'string') &&
    typeof context === 'object' &&
    context !== null
  );
}

function parseObject(text: string): Result<Readonly<Record<string, unknown>>, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // What JSON.parse says quotes the text, which may be personal.
    return err('JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return err('an object');
  // A non-null object that is no array can be read by key.
  return ok(value as Readonly<Record<string, unknown>>);
}

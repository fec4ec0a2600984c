import {
  describeIssue,
  type EventType,
  type JsonObject,
  type JsonValue,
  type LikenessEvent,
  operatorEventLimits,
  parseEvent,
} from '@likeness/core';
import { isEqualJson } from './is-equal-json.ts';

/** An event as stored: what repeats is a text for a dictionary, what does not is JSON text. */
export interface EventRow {
  readonly type: number;
  /** For the dictionary of names; `undefined` when the event has no name. */
  readonly name: string | undefined;
  /** JSON for the dictionary of contexts. */
  readonly page: string | undefined;
  readonly context: string | undefined;
  /** JSON, or `undefined` when empty. */
  readonly properties: string | undefined;
  readonly extra: string | undefined;
}

/** The six types in the order of their numbers in `events.type`. */
export const eventTypes: readonly EventType[] = ['track', 'identify', 'page', 'screen', 'group', 'alias'];

/** Context that is the same for many events of a device; the rest is stored with the event. */
const repeating = new Set([
  'app',
  'bot',
  'campaign',
  'channel',
  'device',
  'library',
  'locale',
  'location',
  'network',
  'os',
  'planViolations',
  'screen',
  'timezone',
  'userAgent',
  'userAgentData',
]);

/** Context with a column of its own, or that must not be stored: an address (`ip`) is personal data we never keep. */
const leftOut = new Set(['page', 'ip', 'sessionId']);

/** Characters of a context that still goes to the dictionary; longer ones hardly repeat. */
const dictionaryLength = 4_096;

/** The context that was encoded last, and its text: most events of a batch repeat it. */
export interface LastContext {
  shared?: JsonObject;
  text?: string;
}

/** Turns an event into the form in which it is stored; `last` is kept for the next event. */
export function encodeEventRow(event: LikenessEvent, last: LastContext = {}): EventRow {
  const shared: Record<string, JsonValue> = {};
  const own: Record<string, JsonValue> = {};
  for (const key of Object.keys(event.context)) {
    const value = event.context[key];
    if (value === undefined || leftOut.has(key)) continue;
    (repeating.has(key) ? shared : own)[key] = value;
  }
  const extra: Record<string, JsonValue> = {};
  if (Object.keys(own).length > 0) extra.context = own;
  if (event.type === 'group') extra.groupId = event.groupId;
  if (event.type === 'alias') extra.previousId = event.previousId;
  if ((event.type === 'page' || event.type === 'screen') && event.category !== undefined) {
    extra.category = event.category;
  }
  const page = dictionaryText(event.context.page, extra, 'page');
  const isRepeated = last.text !== undefined && isEqualJson(last.shared, shared);
  const context = isRepeated ? last.text : dictionaryText(shared, extra, 'shared');
  if (!isRepeated && context !== undefined) Object.assign(last, { shared, text: context });
  return {
    type: eventTypes.indexOf(event.type),
    name: event.type === 'track' ? event.event : 'name' in event ? event.name : undefined,
    page,
    context,
    properties: jsonText(payloadOf(event)),
    extra: jsonText(extra),
  };
}

/** What a stored event is decoded from: {@link EventRow} with its dictionary texts looked up again. */
export interface StoredEvent extends EventRow {
  readonly eventId: string;
  readonly anonymousId: string | undefined;
  readonly userId: string | undefined;
  readonly occurredAt: number;
}

/**
 * Turns a stored event back into the event that was folded (without its session id, which is in `session_rows`).
 *
 * Throws when the row does not decode to a valid event: that would be damage, not input.
 */
export function decodeEventRow(row: StoredEvent): LikenessEvent {
  const extra = objectOf(row.extra);
  const { context: own, page: longPage, shared: longShared, ...body } = extra;
  const page: JsonValue | undefined = row.page === undefined ? longPage : JSON.parse(row.page);
  const type = eventTypes[row.type];
  // A page view was given its page's fields as properties when it was accepted; see completePage.
  const isView = type === 'page' || type === 'screen';
  const payload = { ...(isView && isObject(page) ? page : {}), ...objectOf(row.properties) };
  const event = {
    ...body,
    type,
    ...(row.anonymousId === undefined ? {} : { anonymousId: row.anonymousId }),
    ...(row.userId === undefined ? {} : { userId: row.userId }),
    ...(type === 'track' ? { event: row.name } : { name: row.name }),
    ...(type === 'identify' || type === 'group' ? { traits: payload } : { properties: payload }),
    context: {
      ...objectOf(row.context),
      ...(isObject(longShared) ? longShared : {}),
      ...(page === undefined ? {} : { page }),
      ...(isObject(own) ? own : {}),
    },
  };
  const parsed = parseEvent(event, {}, operatorEventLimits);
  if (!parsed.ok) {
    throw new Error(
      `event ${row.eventId} as stored is not valid: ${parsed.error.map(describeIssue).join('; ')}`,
    );
  }
  // The id was an EventId when it was stored.
  return { ...parsed.value, eventId: row.eventId as LikenessEvent['eventId'], occurredAt: row.occurredAt };
}

/** What is stored of properties or traits: a page view's properties repeat its page, which has a number already. */
function payloadOf(event: LikenessEvent): JsonObject {
  if (event.type === 'identify' || event.type === 'group') return event.traits;
  if (event.type === 'alias') return {};
  const { page } = event.context;
  if (event.type === 'track' || !isObject(page)) return event.properties;
  return Object.fromEntries(
    Object.entries(event.properties).filter(
      ([key, value]) => !Object.hasOwn(page, key) || !isEqualJson(page[key], value),
    ),
  );
}

function dictionaryText(
  value: JsonValue | undefined,
  extra: Record<string, JsonValue>,
  key: string,
): string | undefined {
  if (value === undefined || !isObject(value) || Object.keys(value).length === 0) return undefined;
  const text = JSON.stringify(value);
  if (text.length <= dictionaryLength) return text;
  extra[key] = value;
  return undefined;
}

function jsonText(object: JsonObject): string | undefined {
  return Object.keys(object).length === 0 ? undefined : JSON.stringify(object);
}

function objectOf(text: string | undefined): JsonObject {
  if (text === undefined) return {};
  const value: JsonValue = JSON.parse(text);
  return isObject(value) ? value : {};
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import {
  describeIssue,
  type EventType,
  type JsonObject,
  type JsonValue,
  type LikenessEvent,
  operatorEventLimits,
  parseEvent,
} from '@likeness/core';
import { type ContextMemo, createContextMemo } from './context-memo.ts';
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

/**
 * Turns an event into the form in which it is stored.
 *
 * What a page says about itself (`properties.metadata` of a page view, which the SDK reads from it) goes to the dictionary
 * with the page, as its `metadata`: it is the same at every view.
 */
export function encodeEventRow(event: LikenessEvent, memo: ContextMemo = createContextMemo()): EventRow {
  const { context } = event;
  const extra: Record<string, JsonValue> = {};
  let own: Record<string, JsonValue> | undefined;
  // A context was read from JSON: it has no enumerable keys but its own. Walking them makes no list of them.
  for (const key in context) {
    const value = context[key];
    if (value === undefined || leftOut.has(key) || repeating.has(key)) continue;
    own ??= {};
    own[key] = value;
  }
  if (own !== undefined) extra.context = own;
  if (event.type === 'group') extra.groupId = event.groupId;
  if (event.type === 'alias') extra.previousId = event.previousId;
  if ((event.type === 'page' || event.type === 'screen') && event.category !== undefined) {
    extra.category = event.category;
  }
  const metadata = metadataOf(event);
  const { page } = context;
  let isWithMetadata = false;
  let pageText: string | undefined;
  if (isObject(page)) {
    if (metadata !== undefined) {
      pageText = memo.pageText(page, metadata, () => dictionaryText({ ...page, metadata }));
      isWithMetadata = pageText !== undefined;
    }
    pageText ??= memo.pageText(page, undefined, () => dictionaryText(page));
    if (pageText === undefined && Object.keys(page).length > 0) extra.page = page;
  }
  const contextText = memo.contextText(context, repeating, () => dictionaryText(sharedOf(context)));
  if (contextText === undefined) {
    const shared = sharedOf(context);
    if (Object.keys(shared).length > 0) extra.shared = shared;
  }
  return {
    type: eventTypes.indexOf(event.type),
    name: event.type === 'track' ? event.event : 'name' in event ? event.name : undefined,
    page: pageText,
    context: contextText,
    properties: jsonText(payloadOf(event, isWithMetadata)),
    extra: jsonText(extra),
  };
}

/** What a page view says about its page, where the page itself has no room for it. */
function metadataOf(event: LikenessEvent): JsonObject | undefined {
  if (event.type !== 'page' && event.type !== 'screen') return undefined;
  const { metadata } = event.properties;
  const { page } = event.context;
  return isObject(metadata) && isObject(page) && page.metadata === undefined ? metadata : undefined;
}

function sharedOf(context: JsonObject): JsonObject {
  const shared: Record<string, JsonValue> = {};
  for (const key of Object.keys(context)) {
    const value = context[key];
    if (value !== undefined && repeating.has(key)) shared[key] = value;
  }
  return shared;
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
  const storedPage: JsonValue | undefined = row.page === undefined ? longPage : JSON.parse(row.page);
  const type = eventTypes[row.type];
  // A page view was given its page's fields as properties when it was accepted; see completePage.
  const isView = type === 'page' || type === 'screen';
  const payload = { ...(isView && isObject(storedPage) ? storedPage : {}), ...objectOf(row.properties) };
  const page = isView ? withoutMetadata(storedPage) : storedPage;
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

/** The page as it was sent: its metadata came with the properties of the view. */
function withoutMetadata(page: JsonValue | undefined): JsonValue | undefined {
  if (!isObject(page) || page.metadata === undefined) return page;
  const { metadata: _, ...sent } = page;
  return sent;
}

/** What is stored of properties or traits: a page view's properties repeat its page, which has a number already. */
function payloadOf(event: LikenessEvent, isWithMetadata: boolean): JsonObject {
  if (event.type === 'identify' || event.type === 'group') return event.traits;
  if (event.type === 'alias') return {};
  const { page } = event.context;
  const { properties } = event;
  if (event.type === 'track' || !isObject(page)) return properties;
  const payload: Record<string, JsonValue> = {};
  for (const key in properties) {
    const value = properties[key];
    if (value === undefined || (isWithMetadata && key === 'metadata')) continue;
    if (!Object.hasOwn(page, key) || !isEqualJson(page[key], value)) payload[key] = value;
  }
  return payload;
}

function dictionaryText(value: JsonObject): string | undefined {
  if (Object.keys(value).length === 0) return undefined;
  const text = JSON.stringify(value);
  return text.length <= dictionaryLength ? text : undefined;
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

import { err, ok, type Result } from '../result.ts';
import type {
  AnonymousId,
  EventBody,
  EventType,
  JsonObject,
  UserId,
  WireEnvelope,
  WireEvent,
} from './event.ts';
import { eventLimits, type JsonLimits } from './event-limits.ts';
import { type Issue, issue } from './issue.ts';
import { parseJsonObject, storable } from './parse-json.ts';
import { parseTime } from './parse-time.ts';

const types: Readonly<Record<string, EventType>> = {
  track: 'track',
  identify: 'identify',
  page: 'page',
  screen: 'screen',
  group: 'group',
  alias: 'alias',
};

/** What the surroundings of an event say where the event itself is silent. */
export interface EventDefaults {
  /** The type that the endpoint's path names (`/v1/track`), used when the event has none. */
  readonly type?: EventType;
  /** The batch's `sentAt`, used when the event has none. */
  readonly sentAt?: number;
  /** The batch's `context`; the event's own fields win. */
  readonly context?: JsonObject;
}

/**
 * Parses one untrusted event of the Segment HTTP tracking API into a {@link WireEvent}.
 *
 * Every string is made well-formed (lone surrogates and NUL become U+FFFD, which Postgres could not store), keys that
 * could reach a prototype are refused, numbers must be finite, sizes and depth of its JSON keep `limits` (a stranger's
 * {@link eventLimits} unless said otherwise; `eventBytes` is the caller's to check). All issues of the event are
 * answered at once, each with its path.
 */
export function parseEvent(
  input: unknown,
  defaults: EventDefaults = {},
  limits: JsonLimits = eventLimits,
): Result<WireEvent, readonly Issue[]> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return err([issue('type', [], 'an event object', input)]);
  }
  // A non-null, non-array object can be read by key; every field is checked before use.
  const raw = input as Readonly<Record<string, unknown>>;
  const issues: Issue[] = [];
  const anonymousId = parseId(raw.anonymousId, 'anonymousId', issues);
  const userId = parseId(raw.userId, 'userId', issues);
  if (anonymousId === undefined && userId === undefined && issues.length === 0) {
    issues.push(issue('required', ['anonymousId'], '"anonymousId" or "userId"', undefined));
  }
  const messageId = parseId(raw.messageId, 'messageId', issues);
  // `timestamp` is what the wire calls the time of the event; some clients send only `originalTimestamp`.
  const originalAt =
    parseTime(raw.originalTimestamp, 'originalTimestamp', issues) ??
    parseTime(raw.timestamp, 'timestamp', issues);
  const sentAt = parseTime(raw.sentAt, 'sentAt', issues) ?? defaults.sentAt;
  const own = parseJsonObject(raw.context, ['context'], issues, limits);
  const context = defaults.context === undefined ? own : { ...defaults.context, ...own };
  const body = parseBody(raw, defaults.type, issues, limits);
  if (issues.length > 0 || body === undefined) return err(issues);
  // Filled field by field: spreading each where it is present costs ten times as much.
  const envelope: { -readonly [K in keyof WireEnvelope]: WireEnvelope[K] } = { context };
  if (messageId !== undefined) envelope.messageId = messageId;
  // Both ids were checked to be non-empty bounded strings: that is what the brands mean.
  if (anonymousId !== undefined) envelope.anonymousId = anonymousId as AnonymousId;
  if (userId !== undefined) envelope.userId = userId as UserId;
  if (originalAt !== undefined) envelope.originalAt = originalAt;
  if (sentAt !== undefined) envelope.sentAt = sentAt;
  return ok(Object.assign(envelope, body));
}

function parseBody(
  raw: Readonly<Record<string, unknown>>,
  defaultType: EventType | undefined,
  issues: Issue[],
  limits: JsonLimits,
): EventBody | undefined {
  const named = raw.type ?? defaultType;
  const type = typeof named === 'string' && Object.hasOwn(types, named) ? types[named] : undefined;
  switch (type) {
    case 'track': {
      const event = parseText(raw.event, 'event', issues);
      const properties = parseJsonObject(raw.properties, ['properties'], issues, limits);
      if (event === undefined) {
        issues.push(issue('required', ['event'], 'the name of the event, a non-empty string', raw.event));
        return undefined;
      }
      return { type, event, properties };
    }
    case 'page':
    case 'screen': {
      const name = parseText(raw.name, 'name', issues);
      const category = parseText(raw.category, 'category', issues);
      const properties = parseJsonObject(raw.properties, ['properties'], issues, limits);
      return {
        type,
        ...(name === undefined ? {} : { name }),
        ...(category === undefined ? {} : { category }),
        properties,
      };
    }
    case 'identify':
      return { type, traits: parseJsonObject(raw.traits, ['traits'], issues, limits) };
    case 'group': {
      const groupId = parseId(raw.groupId, 'groupId', issues);
      const traits = parseJsonObject(raw.traits, ['traits'], issues, limits);
      if (groupId === undefined) {
        issues.push(issue('required', ['groupId'], 'the id of the group, a non-empty string', raw.groupId));
        return undefined;
      }
      return { type, groupId, traits };
    }
    case 'alias': {
      const previousId = parseId(raw.previousId, 'previousId', issues);
      if (previousId === undefined) {
        issues.push(issue('required', ['previousId'], 'the former id, a non-empty string', raw.previousId));
        return undefined;
      }
      return { type, previousId };
    }
    case undefined:
      issues.push(issue('type', ['type'], 'track, identify, page, screen, group or alias', named));
      return undefined;
  }
}

/** Ids may be sent as numbers by careless clients; null and "" mean absent. */
function parseId(value: unknown, field: string, issues: Issue[]): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  if (typeof text !== 'string') {
    issues.push(issue('type', [field], 'a string', value));
    return undefined;
  }
  if (text.length > eventLimits.idLength) {
    issues.push(issue('too-long', [field], `at most ${eventLimits.idLength} characters`, text));
    return undefined;
  }
  return storable(text);
}

function parseText(value: unknown, field: string, issues: Issue[]): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') {
    issues.push(issue('type', [field], 'a string', value));
    return undefined;
  }
  if (value.length > eventLimits.nameLength) {
    issues.push(issue('too-long', [field], `at most ${eventLimits.nameLength} characters`, value));
    return undefined;
  }
  return storable(value);
}

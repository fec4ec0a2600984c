import { err, ok, type Result } from '../result.ts';
import type { EventType, JsonObject } from './event.ts';
import { eventLimits } from './event-limits.ts';
import { type Issue, issue } from './issue.ts';
import type { EventDefaults } from './parse-event.ts';
import { parseJsonObject } from './parse-json.ts';
import { parseTime } from './parse-time.ts';

/** The envelope of one request: its items are still untrusted. */
export interface EventBatch {
  readonly items: readonly unknown[];
  /** The write key in the body's root, for clients that cannot set headers (a `text/plain` beacon). */
  readonly writeKey?: string;
  readonly defaults: EventDefaults;
}

/**
 * Parses the body of `/v1/batch`, or of a single-call endpoint when `type` is given.
 *
 * A root `context`, `sentAt` and `writeKey` apply to every item. An unreadable root `sentAt` or `context` is left out
 * rather than failing the batch: good events of a batch are kept. So is a root `context` beyond its limit: a short request
 * must not become gigabytes. Fails only when there is no list of items at all.
 */
export function parseEventBatch(body: unknown, type?: EventType): Result<EventBatch, Issue> {
  if (typeof body !== 'object' || body === null) return err(issue('type', [], 'a JSON object', body));
  if (Array.isArray(body)) return ok({ items: body, defaults: type === undefined ? {} : { type } });
  // A non-null, non-array object can be read by key; every field is checked before use.
  const root = body as Readonly<Record<string, unknown>>;
  const writeKey = typeof root.writeKey === 'string' && root.writeKey !== '' ? root.writeKey : undefined;
  const ignored: Issue[] = [];
  const sentAt = parseTime(root.sentAt, 'sentAt', ignored);
  const items = type === undefined ? root.batch : [root];
  if (!Array.isArray(items)) return err(issue('type', ['batch'], 'a list of events', items));
  const context: JsonObject | undefined =
    type === undefined ? parseJsonObject(root.context, ['context'], ignored) : undefined;
  return ok({
    items,
    ...(writeKey === undefined ? {} : { writeKey }),
    defaults: {
      ...(type === undefined ? {} : { type }),
      ...(sentAt === undefined ? {} : { sentAt }),
      ...(context === undefined || !isSmall(context) ? {} : { context }),
    },
  });
}

function isSmall(context: JsonObject): boolean {
  return Object.keys(context).length > 0 && JSON.stringify(context).length <= eventLimits.batchContextLength;
}

import type { EventGroup } from '../outbox/event-group.ts';

/** The body of one request and the ids of the groups in it. */
export interface PlannedBatch {
  readonly ids: readonly string[];
  readonly body: Uint8Array<ArrayBuffer>;
  /** Events in it. */
  readonly count: number;
}

/**
 * Joins groups, in the order given, into the body of one `/v1/batch` request of about `room` bytes at most.
 *
 * The context of the first group that begins no session and comes from no campaign becomes the request's; events of
 * groups with another one carry their own. Groups that find no room are left out, and `ids` is empty when none found any.
 */
export function planBatch(
  groups: readonly EventGroup[],
  writeKey: string,
  sentAt: Date,
  room: number,
): PlannedBatch {
  // Not a Blob, which lives in another process: making one costs as much as recording fifty events.
  const encoder = new TextEncoder();
  const ids: string[] = [];
  const parts: string[] = [];
  let count = 0;
  // The collector adds what the request says to what an event says: what only some contexts have must not hold for all.
  const [first] = groups;
  const shared =
    groups.find(({ context }) => !/"(sessionStart|campaign)"/.test(context))?.context ??
    (groups.every(({ context }) => context === first?.context) ? first?.context : '{}');
  let left = room;
  for (const { id, context, events } of groups) {
    const end = context === shared ? '}' : `,"context":${context}}`;
    const part = events.join(`${end},`) + end;
    // A context for each: more than the envelope takes.
    if (left < Number.POSITIVE_INFINITY) left -= encoder.encode(part + shared).length;
    if (left < 0) break;
    ids.push(id);
    parts.push(part);
    count += events.length;
  }
  const head = JSON.stringify({ writeKey, sentAt }).slice(0, -1);
  const body = encoder.encode(`${head},"context":${shared},"batch":[${parts}]}`);
  return { ids, body, count };
}

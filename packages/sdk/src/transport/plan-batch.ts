import type { EventGroup } from '../outbox/event-group.ts';

/** The body of one request and the ids of the groups in it. */
export interface PlannedBatch {
  readonly ids: readonly string[];
  readonly body: Blob;
}

/**
 * Joins groups, in the order given, into the body of one `/v1/batch` request of at most `room` bytes; `roomChars` is how that
 * much is taken to be in characters at first.
 *
 * The first group's context becomes the request's; events of groups with another one carry their own. Groups that find
 * no room are left out, and `ids` is empty when none found any.
 */
export function planBatch(
  groups: readonly EventGroup[],
  writeKey: string,
  sentAt: Date,
  room: number,
  roomChars = room,
): PlannedBatch {
  const ids: string[] = [];
  const parts: string[] = [];
  let shared = '';
  let chars = 200;
  for (const { id, context, events } of groups) {
    shared ||= context;
    const end = context === shared ? '}' : `,"context":${context}}`;
    const part = events.join(`${end},`) + end;
    chars += part.length;
    if (chars + shared.length > roomChars) break;
    ids.push(id);
    parts.push(part);
  }
  const body = new Blob(
    [
      `{"writeKey":${JSON.stringify(writeKey)},"sentAt":${JSON.stringify(sentAt)},"context":${shared},"batch":[${parts}]}`,
    ],
    { type: 'text/plain' },
  );
  // A character is up to three bytes.
  return ids.length > 0 && body.size > room
    ? planBatch(groups, writeKey, sentAt, room, room / 3)
    : { ids, body };
}

import type { EventGroup } from '../outbox/outbox.ts';

/** The body of one request and what it holds. */
export interface PlannedBatch {
  readonly ids: readonly string[];
  readonly body: string;
}

/**
 * Joins groups, in order, into the body of one `/v1/batch` request of at most about `room` characters.
 *
 * The first group's context becomes the request's; events of groups with another one carry their own.
 */
export function planBatch(
  groups: readonly EventGroup[],
  writeKey: string,
  sentAt: string,
  room: number,
): PlannedBatch {
  const shared = groups[0]?.context ?? '{}';
  const ids: string[] = [];
  const parts: string[] = [];
  let left = room - shared.length - 200;
  for (const { id, context, events } of groups) {
    const end = context === shared ? '}' : `,"context":${context}}`;
    const part = events.join(`${end},`) + end;
    left -= part.length;
    if (left < 0) break;
    ids.push(id);
    parts.push(part);
  }
  return {
    ids,
    body: `{"writeKey":${JSON.stringify(writeKey)},"sentAt":"${sentAt}","context":${shared},"batch":[${parts}]}`,
  };
}

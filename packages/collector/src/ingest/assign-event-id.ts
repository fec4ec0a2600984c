import { hash } from 'node:crypto';
import {
  type EventId,
  eventIdTime,
  eventLimits,
  isUuidV7,
  layOutEventId,
  type WireEvent,
} from '@likeness/core';

const dayMs = 86_400_000;

/**
 * The id of an event, equal on every retry.
 *
 * A UUIDv7 whose time fits the event's is kept. Any other `messageId` is hashed whole (ids of one client share most of
 * their characters) behind the event's own time; without a `messageId` the event's content is hashed. An event that
 * names no time of its own, or one beyond our tomorrow, gets the earliest time in its id, because the time of arrival
 * differs from retry to retry. With neither id nor time it cannot be recognised again: `newId` names it.
 */
export function assignEventId(event: WireEvent, receivedAt: number, newId: () => EventId): EventId {
  const { messageId, originalAt } = event;
  const at =
    originalAt === undefined || originalAt > receivedAt + dayMs ? eventLimits.earliestAt : originalAt;
  if (messageId !== undefined) {
    const id = messageId.toLowerCase();
    if (isUuidV7(id) && Math.abs(eventIdTime(id) - at) <= dayMs) return id;
    return layOutEventId(at, hash('md5', messageId));
  }
  if (originalAt === undefined) return newId();
  const { sentAt: _, ...content } = event;
  return layOutEventId(at, hash('md5', JSON.stringify(content)));
}

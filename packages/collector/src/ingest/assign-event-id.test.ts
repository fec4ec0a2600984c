import {
  createEventIdSource,
  eventIdTime,
  eventLimits,
  isUuidV7,
  parseEvent,
  type WireEvent,
} from '@likeness/core';
import { expect, it } from 'vitest';
import { assignEventId } from './assign-event-id.ts';

const now = Date.UTC(2026, 10, 22);
const source = createEventIdSource(() => 0.25);
const newId = () => source(now);
const wire = (fields: object): WireEvent => {
  const parsed = parseEvent({ type: 'track', event: 'x', anonymousId: 'a', ...fields });
  if (!parsed.ok) throw new Error('the test event is not valid');
  return parsed.value;
};
const timestamp = '2026-11-21T10:00:00.000Z';

it('keeps a UUIDv7 whose time is that of the event', () => {
  const messageId = source(Date.parse(timestamp));
  expect(assignEventId(wire({ messageId, timestamp }), now, newId)).toBe(messageId);
});

it('maps a foreign id to the same id on every retry, under the time of the event', () => {
  const first = assignEventId(wire({ messageId: 'ajs-next-1', timestamp }), now, newId);
  const retry = assignEventId(
    wire({ messageId: 'ajs-next-1', timestamp, sentAt: '2026-11-22T00:00:00Z' }),
    now + 60_000,
    newId,
  );
  expect(retry).toBe(first);
  expect(isUuidV7(first)).toBe(true);
  expect(eventIdTime(first)).toBe(Date.parse(timestamp));
});

it('tells ids apart that differ in one character at the end', () => {
  const ids = ['a1', 'a2'].map((end) =>
    assignEventId(wire({ messageId: `ajs-next-${end}`, timestamp }), now, newId),
  );
  expect(ids[0]).not.toBe(ids[1]);
});

it('does not believe a UUIDv7 that would put the event into another month', () => {
  const messageId = source(Date.UTC(2031, 0, 1));
  const id = assignEventId(wire({ messageId, timestamp }), now, newId);
  expect(eventIdTime(id)).toBe(Date.parse(timestamp));
});

it('recognises an event without an id by its content, sent again at another time', () => {
  const send = (sentAt: string) =>
    assignEventId(wire({ timestamp, properties: { n: 1 }, sentAt }), now, newId);
  expect(send('2026-11-21T10:00:01Z')).toBe(send('2026-11-21T10:05:00Z'));
});

it('uses one fixed time for an id without a believable time, so that a retry is still recognised', () => {
  const without = wire({ messageId: 'm' });
  expect(assignEventId(without, now, newId)).toBe(assignEventId(without, now + 5_000, newId));
  const future = assignEventId(wire({ messageId: 'm', timestamp: '2050-01-01T00:00:00Z' }), now, newId);
  expect(eventIdTime(future)).toBe(eventLimits.earliestAt);
});

import type { EventId, LikenessEvent } from '@likeness/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IncomingEvent } from '../apply/apply-batch.ts';
import { decodeDeadLetter, decodeEventRecord, encodeDeadLetter, encodeEventRecords } from './log-record.ts';

function incoming(device: string, number: number, more: object = {}): IncomingEvent {
  return {
    siteId: 1,
    receivedAt: 1_800_000_000_000,
    event: {
      type: 'track',
      event: 'Product Viewed',
      eventId: `018f0000-0000-7000-8000-${String(number).padStart(12, '0')}` as EventId,
      occurredAt: 1_799_999_999_000 + number,
      anonymousId: device as LikenessEvent['anonymousId'],
      properties: {},
      context: {},
      ...more,
    } as LikenessEvent,
  };
}

const deviceKeyOf = ({ event }: IncomingEvent): string => String(event.anonymousId);

describe('a record of events', () => {
  it('gives back what was put in, in the order of each device', () => {
    const devices = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 200 });
    fc.assert(
      fc.property(devices, fc.jsonValue(), (order, value) => {
        // -0 is the one number that JSON does not carry.
        const properties = JSON.parse(JSON.stringify({ value }));
        const events = order.map((device, i) => incoming(device, i, { properties }));
        const records = encodeEventRecords(events, deviceKeyOf);
        const back = records.flatMap((record) => {
          const decoded = decodeEventRecord(record.value);
          if (!decoded.ok) throw new Error(decoded.error);
          for (const event of decoded.value) expect(deviceKeyOf(event)).toBe(record.key);
          return decoded.value;
        });
        for (const device of ['a', 'b', 'c']) {
          const of = (list: readonly IncomingEvent[]) => list.filter((e) => deviceKeyOf(e) === device);
          expect(of(back)).toEqual(of(events));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('shares one record among the events of a device that came together', () => {
    const events = Array.from({ length: 50 }, (_, i) => incoming('a', i));
    expect(encodeEventRecords(events, deviceKeyOf)).toHaveLength(1);
  });

  it('begins a new record where another request or another site begins', () => {
    const later = { ...incoming('a', 2), receivedAt: 1_800_000_000_001 };
    const elsewhere = { ...later, siteId: 2 };
    const records = encodeEventRecords([incoming('a', 1), later, elsewhere], deviceKeyOf);
    expect(records.map(({ siteId }) => siteId)).toEqual([1, 1, 2]);
  });

  it('stays small however large the events are', () => {
    const properties = { text: 'x'.repeat(16_000) };
    const events = Array.from({ length: 100 }, (_, i) => incoming('a', i, { properties }));
    for (const { value } of encodeEventRecords(events, deviceKeyOf)) {
      expect(value.length).toBeLessThan(160_000);
    }
  });

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['another format', JSON.stringify({ v: 2, siteId: 1, receivedAt: 1, events: [] })],
    ['no site', JSON.stringify({ v: 1, receivedAt: 1, events: [] })],
    ['no time', JSON.stringify({ v: 1, siteId: 1, events: [] })],
    ['no events', JSON.stringify({ v: 1, siteId: 1, receivedAt: 1 })],
    [
      'an event that is none',
      JSON.stringify({ v: 1, siteId: 1, receivedAt: 1, events: [{ type: 'track' }] }),
    ],
  ])('is refused when it is %s', (_, text) => {
    expect(decodeEventRecord(text).ok).toBe(false);
  });
});

describe('a dead letter', () => {
  const letter = {
    siteId: 3,
    receivedAt: 1_800_000_000_000,
    source: 'http',
    issues: [{ code: 'type', path: ['userId'], expected: 'a text', received: 'number' }],
    raw: '{"userId":7}',
  } as const;

  it('gives back what was put in', () => {
    expect(decodeDeadLetter(encodeDeadLetter(letter).value)).toEqual({ ok: true, value: letter });
  });

  it('carries as much of a large input as the quarantine keeps', () => {
    const decoded = decodeDeadLetter(encodeDeadLetter({ ...letter, raw: 'y'.repeat(4_000_000) }).value);
    expect(decoded.ok && decoded.value.raw.length).toBe(65_536);
  });

  it.each(['{', '{}', JSON.stringify({ v: 1, siteId: 1, receivedAt: 1, source: 'http', raw: 'x' })])(
    'is refused when it is %s',
    (text) => {
      expect(decodeDeadLetter(text).ok).toBe(false);
    },
  );
});

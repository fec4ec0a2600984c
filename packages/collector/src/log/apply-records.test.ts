import type { EventId, LikenessEvent } from '@likeness/core';
import { expect, it } from 'vitest';
import type { ApplyInput, IncomingEvent } from '../apply/apply-batch.ts';
import type { LogMove } from '../store/log-offsets.ts';
import type { QuarantinedInput } from '../store/quarantine-store.ts';
import { type ApplyRecordsDeps, applyRecords, type Positions } from './apply-records.ts';
import type { LogRecord } from './kafka-member.ts';
import { encodeDeadLetter, encodeEventRecords } from './log-record.ts';

/** What Postgres says when it refuses data, when a statement takes too long, when it is gone. */
const refusal = Object.assign(new Error('refused'), { code: '22021' });
const timeout = Object.assign(new Error('timed out'), { code: '57014' });
const gone = Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });

function eventOf(device: string, number: number): IncomingEvent {
  return {
    siteId: 1,
    receivedAt: 1_800_000_000_000,
    event: {
      type: 'track',
      event: device,
      eventId: `018f0000-0000-7000-8000-${String(number).padStart(12, '0')}` as EventId,
      occurredAt: 1_799_999_999_000,
      anonymousId: device as LikenessEvent['anonymousId'],
      properties: {},
      context: {},
    } as LikenessEvent,
  };
}

function recordOf(events: readonly IncomingEvent[], place: Partial<LogRecord> = {}): LogRecord {
  const [record] = encodeEventRecords(events, () => 'key');
  const value = Buffer.from(record?.value ?? '');
  return { topic: 'events', partition: 0, offset: 0, at: 5, siteId: 1, value, ...place };
}

/** A database that takes every input for which `refuse` has no error. */
function createFake(refuse: (events: readonly string[]) => Error | undefined = () => undefined) {
  const applied: string[] = [];
  const quarantined: string[] = [];
  const moves: LogMove[] = [];
  const dead: QuarantinedInput[] = [];
  const reasons: string[] = [];
  const gaps: number[] = [];
  const take = (input: ApplyInput): void => {
    const names = input.events.map(({ event }) => (event.type === 'track' ? event.event : ''));
    const error = refuse(names);
    if (error !== undefined) throw error;
    applied.push(...names);
    quarantined.push(...input.quarantined.map(({ raw }) => raw));
  };
  const deps: ApplyRecordsDeps = {
    deadTopic: 'dead',
    apply: async (input, to) => {
      take(input);
      moves.push(...to);
      await Promise.resolve();
    },
    applyAlone: async (event) => {
      take({ events: [event], quarantined: [] });
      await Promise.resolve();
    },
    sendDead: async (inputs) => {
      dead.push(...inputs);
      await Promise.resolve();
    },
    onDead: ({ reason }) => reasons.push(reason),
    onGap: ({ found }) => gaps.push(found),
  };
  return { deps, applied, quarantined, moves, dead, reasons, gaps };
}

function positionsOf(nextOffset: number | undefined, keys: readonly string[] = ['events:0']): Positions {
  return new Map(
    keys.map((key) => {
      const [topic = '', partition = '0'] = key.split(':');
      return [key, { topic, partition: Number(partition), generation: 3, nextOffset }];
    }),
  );
}

it('applies records of several partitions together and moves each behind its last', async () => {
  const fake = createFake();
  const positions = positionsOf(0, ['events:0', 'events:1']);
  const queue = [
    recordOf([eventOf('a', 1), eventOf('a', 2)]),
    recordOf([eventOf('b', 3)], { partition: 1 }),
    recordOf([eventOf('a', 4)], { offset: 1 }),
  ];
  await applyRecords(fake.deps, positions, queue);
  expect(fake.applied).toEqual(['a', 'a', 'b', 'a']);
  expect(fake.moves).toMatchObject([
    { partition: 0, generation: 3, nextOffset: 0, to: 2 },
    { partition: 1, generation: 3, nextOffset: 0, to: 1 },
  ]);
  expect([...positions.values()].map(({ nextOffset }) => nextOffset)).toEqual([2, 1]);
  expect(queue).toEqual([]);
});

it('sends a record that is none to the dead letters before it moves on', async () => {
  const fake = createFake();
  const positions = positionsOf(undefined);
  const queue = [
    recordOf([], { value: Buffer.from('noise'), offset: 7 }),
    recordOf([eventOf('a', 1)], { offset: 8 }),
  ];
  await applyRecords(fake.deps, positions, queue);
  expect(fake.dead).toMatchObject([{ siteId: 1, source: 'kafka', receivedAt: 5, raw: 'noise' }]);
  expect(fake.reasons).toEqual(['expected JSON']);
  expect(fake.applied).toEqual(['a']);
  expect(positions.get('events:0')?.nextOffset).toBe(9);
});

it('puts dead letters into quarantine, and passes over those that nobody can read', async () => {
  const fake = createFake();
  const letter = { siteId: 1, receivedAt: 5, source: 'http', issues: [], raw: 'bad' };
  const values = [encodeDeadLetter(letter).value, 'noise'].map((text) => Buffer.from(text));
  const queue = values.map((value, offset) => recordOf([], { topic: 'dead', offset, value }));
  await applyRecords(fake.deps, positionsOf(0, ['dead:0']), queue);
  expect(fake.quarantined).toEqual(['bad']);
  expect(fake.dead).toEqual([]);
  expect(fake.reasons).toHaveLength(1);
});

it('narrows refused data down to the event, and keeps its neighbours', async () => {
  const fake = createFake((names) => (names.includes('poison') ? refusal : undefined));
  const positions = positionsOf(0);
  const queue = Array.from({ length: 9 }, (_, offset) =>
    recordOf(
      offset === 5
        ? [eventOf('x', 1), eventOf('poison', 2), eventOf('y', 3)]
        : [eventOf(`n${offset}`, 10 + offset)],
      { offset },
    ),
  );
  await applyRecords(fake.deps, positions, queue);
  expect([...fake.applied].sort()).toEqual(['n0', 'n1', 'n2', 'n3', 'n4', 'n6', 'n7', 'n8', 'x', 'y']);
  expect(fake.dead).toHaveLength(1);
  expect(JSON.parse(fake.dead[0]?.raw ?? '')).toMatchObject({
    type: 'track',
    event: 'poison',
    anonymousId: 'poison',
    messageId: '018f0000-0000-7000-8000-000000000002',
    timestamp: '2027-01-15T07:59:59.000Z',
  });
  expect(positions.get('events:0')?.nextOffset).toBe(9);
});

it('tries smaller batches when statements take too long', async () => {
  const fake = createFake((names) => (names.length > 2 ? timeout : undefined));
  const queue = Array.from({ length: 8 }, (_, offset) => recordOf([eventOf('a', offset)], { offset }));
  await applyRecords(fake.deps, positionsOf(0), queue);
  expect(fake.applied).toHaveLength(8);
  expect(fake.dead).toEqual([]);
});

it('keeps what is not applied when the database is gone', async () => {
  let calls = 0;
  const fake = createFake((names) => {
    if (names.length > 2) return timeout;
    return calls++ === 0 ? undefined : gone;
  });
  const positions = positionsOf(0);
  const queue = Array.from({ length: 4 }, (_, offset) =>
    recordOf([eventOf(`n${offset}`, offset)], { offset }),
  );
  await expect(applyRecords(fake.deps, positions, queue)).rejects.toBe(gone);
  expect(fake.applied).toEqual(['n0', 'n1']);
  expect(queue.map(({ offset }) => offset)).toEqual([2, 3]);
  expect(positions.get('events:0')?.nextOffset).toBe(2);
});

it('says when records are missing, and goes on', async () => {
  const fake = createFake();
  const queue = [recordOf([eventOf('a', 1)], { offset: 40 }), recordOf([eventOf('a', 2)], { offset: 41 })];
  await applyRecords(fake.deps, positionsOf(12), queue);
  expect(fake.gaps).toEqual([40]);
  expect(fake.applied).toHaveLength(2);
});

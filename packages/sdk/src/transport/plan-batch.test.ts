import { parseEvent, parseEventBatch } from '@likeness/core';
import { expect, it } from 'vitest';
import type { EventGroup } from '../outbox/event-group.ts';
import { planBatch } from './plan-batch.ts';

const sentAt = new Date('2026-01-31T12:00:00.000Z');

function group(id: string, context: object, names: readonly string[]): EventGroup {
  return {
    id,
    context: JSON.stringify(context),
    events: names.map((event) => JSON.stringify({ type: 'track', anonymousId: 'a', event }).slice(0, -1)),
  };
}

const textOf = (body: Uint8Array): string => new TextDecoder().decode(body);

/** What a collector reads: each event with its whole context. */
function read(body: Uint8Array): readonly (readonly [unknown, unknown])[] {
  const batch = parseEventBatch(JSON.parse(textOf(body)));
  if (!batch.ok) throw new Error('not a batch');
  return batch.value.items.map((item) => {
    const event = parseEvent(item, batch.value.defaults);
    if (!event.ok || event.value.type !== 'track') throw new Error('not a track event');
    return [event.value.event, event.value.context];
  });
}

it('makes a batch that the collector reads, with the context written once', () => {
  const groups = [group('1', { page: 'p' }, ['A', 'B']), group('2', { page: 'p' }, ['C'])];
  const { ids, body } = planBatch(groups, 'wk_1', sentAt, 60_000);
  expect(ids).toEqual(['1', '2']);
  expect(textOf(body).match(/"page"/g)).toHaveLength(1);
  expect(JSON.parse(textOf(body))).toMatchObject({ writeKey: 'wk_1', sentAt: sentAt.toISOString() });
  expect(read(body)).toEqual([
    ['A', { page: 'p' }],
    ['B', { page: 'p' }],
    ['C', { page: 'p' }],
  ]);
});

it('lets events of another page keep their own context', () => {
  const groups = [
    group('1', { page: 'p' }, ['A']),
    group('2', { page: 'q' }, ['B', 'C']),
    group('3', { page: 'p' }, ['D']),
  ];
  expect(read(planBatch(groups, 'wk_1', sentAt, 60_000).body)).toEqual([
    ['A', { page: 'p' }],
    ['B', { page: 'q' }],
    ['C', { page: 'q' }],
    ['D', { page: 'p' }],
  ]);
});

it('takes as many groups as there is room for, in bytes and not in characters', () => {
  const groups = ['1', '2', '3'].map((id) => group(id, {}, ['ü'.repeat(500)]));
  expect(planBatch(groups, 'wk_1', sentAt, 60_000).ids).toEqual(['1', '2', '3']);
  const { ids, body } = planBatch(groups, 'wk_1', sentAt, 3_000);
  expect(body.length).toBeLessThanOrEqual(3_000);
  expect(ids.length).toBeGreaterThan(0);
  expect(ids.length).toBeLessThan(3);
  expect(planBatch(groups, 'wk_1', sentAt, 100).ids).toEqual([]);
  expect(planBatch([], 'wk_1', sentAt, 100).ids).toEqual([]);
});

it('begins a session with one event, whatever is sent together with it', () => {
  const groups = [
    group('1', { page: 'p', sessionStart: true }, ['A']),
    group('2', { page: 'p' }, ['B']),
    group('3', { page: 'q' }, ['C']),
  ];
  expect(read(planBatch(groups, 'wk_1', sentAt, 60_000).body)).toEqual([
    ['A', { page: 'p', sessionStart: true }],
    ['B', { page: 'p' }],
    ['C', { page: 'q' }],
  ]);
});

it('attributes the page that a campaign led to, and no other, whatever is sent together', () => {
  const landed = { page: 'p', sessionStart: true, campaign: { source: 'news' } };
  const groups = [
    group('1', landed, ['A']),
    group('2', { page: 'p', campaign: { source: 'news' } }, ['B']),
    group('3', { page: 'q' }, ['C']),
  ];
  for (const some of [groups, groups.slice(0, 2), groups.slice(0, 1), groups.toReversed()]) {
    expect(read(planBatch(some, 'wk_1', sentAt, 60_000).body)).toEqual(
      some.map(({ context }, i) => [{ 1: 'A', 2: 'B', 3: 'C' }[String(some[i]?.id)], JSON.parse(context)]),
    );
  }
});

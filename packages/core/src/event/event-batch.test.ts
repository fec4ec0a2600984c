import { expect, it } from 'vitest';
import { parseEventBatch } from './event-batch.ts';

it('reads the list, the write key, and what holds for all events', () => {
  const body = { batch: [1, 2], writeKey: 'wk', sentAt: '2026-01-01T00:00:00Z', context: { locale: 'de' } };
  expect(parseEventBatch(body)).toEqual({
    ok: true,
    value: {
      items: [1, 2],
      writeKey: 'wk',
      defaults: { sentAt: Date.UTC(2026, 0, 1), context: { locale: 'de' } },
    },
  });
});

it('takes the body of a single-call endpoint as the one event', () => {
  const body = { anonymousId: 'a', event: 'x', writeKey: 'wk' };
  expect(parseEventBatch(body, 'track')).toEqual({
    ok: true,
    value: { items: [body], writeKey: 'wk', defaults: { type: 'track' } },
  });
});

it('keeps the events of a batch whose sentAt or context cannot be read', () => {
  expect(parseEventBatch({ batch: [1], sentAt: 'x', context: 5 })).toEqual({
    ok: true,
    value: { items: [1], defaults: {} },
  });
});

it('says what is missing when there is no list of events', () => {
  expect(parseEventBatch({ events: [] })).toEqual({
    ok: false,
    error: { code: 'type', path: ['batch'], expected: 'a list of events', received: 'nothing' },
  });
  expect(parseEventBatch('x')).toMatchObject({ ok: false, error: { path: [] } });
});

it('leaves out of the root context what no event may have', () => {
  const context = JSON.parse(`{"locale":"de","${'k'.repeat(300)}":1,"__proto__":{"polluted":true}}`);
  expect(parseEventBatch({ batch: [1], context })).toEqual({
    ok: true,
    value: { items: [1], defaults: { context: { locale: 'de' } } },
  });
  expect(parseEventBatch({ batch: [1], context: { text: 'x'.repeat(9_000) } })).toEqual({
    ok: true,
    value: { items: [1], defaults: {} },
  });
});

import { createEventIdSource, type LikenessEvent, parseEvent } from '@likeness/core';
import { describe, expect, it } from 'vitest';
import { createContextMemo } from './context-memo.ts';
import { decodeEventRow, encodeEventRow } from './event-row.ts';

const newId = createEventIdSource(() => 0.5);
const occurredAt = Date.UTC(2026, 10, 22);
const event = (fields: object): LikenessEvent => {
  const parsed = parseEvent({ anonymousId: 'a', userId: 'u', ...fields });
  if (!parsed.ok) throw new Error('the test event is not valid');
  return { ...parsed.value, eventId: newId(occurredAt), occurredAt };
};
const roundTrip = (given: LikenessEvent): LikenessEvent =>
  decodeEventRow({
    ...encodeEventRow(given),
    eventId: given.eventId,
    anonymousId: given.anonymousId,
    userId: given.userId,
    occurredAt: given.occurredAt,
  });

const page = { path: '/mugs', url: 'https://shop.example/mugs', title: 'Mugs', referrer: '', search: '' };
const context = { page, locale: 'de', userAgent: 'x', campaign: { source: 'letter' }, sessionStart: true };

describe('a stored event decodes to the event that was folded', () => {
  it.each([
    ['track', { type: 'track', event: 'Product Viewed', properties: { price: 1, list: [1, null] }, context }],
    ['page', { type: 'page', name: 'Mugs', category: 'Shop', properties: { ...page, extra: 1 }, context }],
    ['page with metadata', { type: 'page', properties: { ...page, metadata: { brands: ['Ida'] } }, context }],
    ['screen', { type: 'screen', name: 'Start', properties: {}, context: {} }],
    ['identify', { type: 'identify', traits: { email: 'a@example.org', tags: ['x'] }, context }],
    ['group', { type: 'group', groupId: 'acme', traits: { seats: 5 } }],
    ['alias', { type: 'alias', previousId: 'old' }],
    [
      'a context too long for the dictionary',
      { type: 'track', event: 'x', context: { page: { title: 'y'.repeat(5_000) } } },
    ],
    ['context that does not repeat', { type: 'track', event: 'x', context: { active: true, nonce: 17 } }],
  ])('%s', (_, fields) => {
    const given = event(fields);
    expect(roundTrip(given)).toEqual(given);
  });
});

it('stores of a page view what its page does not say already', () => {
  const row = encodeEventRow(
    event({ type: 'page', properties: { ...page, title: 'Other', extra: 1 }, context }),
  );
  expect(row.properties).toBe('{"title":"Other","extra":1}');
});

it('stores what a page says about itself once, with the page', () => {
  const view = () => event({ type: 'page', properties: { ...page, metadata: { brands: ['Ida'] } }, context });
  const memo = createContextMemo();
  const rows = [encodeEventRow(view(), memo), encodeEventRow(view(), memo)];
  expect(rows.map((row) => row.properties)).toEqual([undefined, undefined]);
  expect(rows[0]?.page).toBe(JSON.stringify({ ...page, metadata: { brands: ['Ida'] } }));
  expect(rows[1]?.page).toBe(rows[0]?.page);
});

it('does not take a context for the one before it when one key more or another value is in it', () => {
  const memo = createContextMemo();
  const textOf = (sent: object) =>
    encodeEventRow(event({ type: 'track', event: 'x', context: sent }), memo).context;
  expect(textOf({ locale: 'de' })).toBe('{"locale":"de"}');
  expect(textOf({ locale: 'de', timezone: 'Europe/Berlin' })).toBe(
    '{"locale":"de","timezone":"Europe/Berlin"}',
  );
  expect(textOf({ locale: 'de' })).toBe('{"locale":"de"}');
  expect(textOf({ locale: 'en', nonce: 1 })).toBe('{"locale":"en"}');
  expect(textOf({ nonce: 2 })).toBeUndefined();
});

it('never stores an IP address, nor the session id twice', () => {
  const row = encodeEventRow(
    event({ type: 'track', event: 'x', context: { ip: '10.0.0.1', sessionId: 's' } }),
  );
  expect(JSON.stringify(row)).not.toMatch(/10\.0\.0\.1|sessionId/);
});

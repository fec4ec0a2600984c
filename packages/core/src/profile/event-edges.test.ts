import { expect, it } from 'vitest';
import type { UserId } from '../event/event.ts';
import { eventOf, newYear, trackOf } from './event.fixture.ts';
import { eventEdges } from './event-edges.ts';

it('reads who did what towards whom', () => {
  expect(eventEdges(trackOf('User Followed', { followed_id: 'ben' }))).toEqual([
    { kind: 'follow', direction: 'out', amount: 1, peer: 'ben', at: newYear },
  ]);
  expect(eventEdges(trackOf('Message Received', { sender_id: 'ben' }))).toMatchObject([
    { kind: 'message', direction: 'in' },
  ]);
  expect(eventEdges(trackOf('User Unfollowed', { followed_id: 'ben' }))).toMatchObject([{ amount: -1 }]);
});

it('takes a friendship both ways', () => {
  expect(eventEdges(trackOf('Friend Added', { friend_id: 'ben' })).map((edge) => edge.direction)).toEqual([
    'out',
    'in',
  ]);
});

it('adds an edge to each of several, once', () => {
  const edges = eventEdges(trackOf('Message Sent', { recipient_ids: ['ben', 'cat', 'ben', 7] }));
  expect(edges.map((edge) => edge.peer)).toEqual(['ben', 'cat']);
});

it('connects nobody with themselves, and nobody by other events', () => {
  // A non-empty bounded string, as the parser would answer.
  const ann = { ...trackOf('User Followed', { followed_id: 'ann' }), userId: 'ann' as UserId };
  expect(eventEdges(ann)).toEqual([]);
  expect(eventEdges(trackOf('Product Viewed', { user_id: 'ben' }))).toEqual([]);
  expect(eventEdges(trackOf('User Followed', {}))).toEqual([]);
  expect(eventEdges(eventOf({ type: 'page', properties: { user_id: 'ben' } }))).toEqual([]);
});

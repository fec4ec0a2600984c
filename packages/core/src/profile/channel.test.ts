import { expect, it } from 'vitest';
import { type ChannelDraft, foldChannel, mergeChannels } from './channel.ts';
import { eventOf } from './event.fixture.ts';

const url = 'https://shop.example/mugs?x=1';
const page = (context: Parameters<typeof eventOf>[1] & object) =>
  eventOf({ type: 'page', properties: {} }, context);

it('keeps the first arrival and the last that was not direct', () => {
  const channel: ChannelDraft = {};
  foldChannel(channel, page({ at: 3, context: { sessionStart: true, page: { url, path: '/mugs' } } }));
  foldChannel(
    channel,
    page({ at: 2, context: { page: { url, path: '/mugs', referrer: 'https://www.google.com/' } } }),
  );
  foldChannel(channel, page({ at: 1, context: { sessionStart: true, page: { url, path: '/' } } }));
  expect(channel.first).toMatchObject({ at: 1, kind: 'direct', landing: '/' });
  expect(channel.last).toMatchObject({ at: 2, kind: 'search', referrer: 'www.google.com', landing: '/mugs' });
});

it('keeps campaign and click id', () => {
  const channel: ChannelDraft = {};
  const campaign = { source: 'google', medium: 'cpc', name: 'spring', term: 'mug', content: 'b' };
  foldChannel(channel, page({ context: { campaign, page: { url, search: '?gclid=abc' } } }));
  expect(channel.last).toMatchObject({
    source: 'google',
    medium: 'cpc',
    campaign: 'spring',
    term: 'mug',
    content: 'b',
    kind: 'paid',
    clickId: { name: 'gclid', value: 'abc' },
  });
});

it('takes no page within a visit for an arrival', () => {
  const channel: ChannelDraft = {};
  foldChannel(channel, page({ context: { page: { url, referrer: 'https://shop.example/' } } }));
  foldChannel(channel, page({ context: {} }));
  expect(channel).toEqual({});
});

it('calls a visit that goes on after a pause internal, and does not let it replace the last arrival', () => {
  const channel: ChannelDraft = {};
  foldChannel(
    channel,
    page({ context: { sessionStart: true, page: { url, referrer: 'https://shop.example/' } } }),
  );
  expect(channel.first?.kind).toBe('internal');
  expect(channel.last).toBeUndefined();
});

it('merges to the earlier first and the later last, ties by what they say', () => {
  const touch = (at: number, source: string) => ({ at, source, kind: 'link' as const });
  const channel: ChannelDraft = { first: touch(5, 'b'), last: touch(5, 'b') };
  mergeChannels(channel, { first: touch(5, 'a'), last: touch(5, 'c') });
  mergeChannels(channel, { first: touch(6, 'a'), last: touch(4, 'c') });
  expect(channel).toEqual({ first: touch(5, 'a'), last: touch(5, 'c') });
});

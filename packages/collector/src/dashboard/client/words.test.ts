import { describe, expect, it } from 'vitest';
import type { ActivityMessage } from './messages.ts';
import {
  agoWords,
  countWords,
  detailWords,
  durationWords,
  idWords,
  moneyWords,
  nameWords,
  valueWords,
} from './words.ts';

function activity(over: Partial<ActivityMessage>): ActivityMessage {
  return {
    eventId: 'e',
    type: 'track',
    name: 'X',
    occurredAt: '2026-01-01T00:00:00Z',
    properties: {},
    ...over,
  };
}

describe('words of the dashboard', () => {
  it('separates thousands and shortens millions', () => {
    expect([countWords(12_345), countWords(1_234_567)]).toEqual(['12,345', '1.2M']);
  });

  it('writes money in its currency, and keeps a code that is none', () => {
    expect([moneyWords(12.5, 'EUR'), moneyWords(3, '<b>')]).toEqual(['€12.50', '3.00 <b>']);
  });

  it('says how long ago in the largest fitting unit', () => {
    const now = Date.parse('2026-01-02T00:00:00Z');
    const ago = (ms: number) => agoWords(new Date(now - ms).toISOString(), now);
    expect([
      ago(500),
      ago(12_000),
      ago(200_000),
      ago(7_300_000),
      ago(90_000_000),
      agoWords(null, now),
    ]).toEqual(['now', '12 s', '3 min', '2 h', '1 d', 'never']);
  });

  it('writes durations with two units at most', () => {
    expect([durationWords(42_000), durationWords(200_000), durationWords(7_500_000)]).toEqual([
      '42 s',
      '3 min 20 s',
      '2 h 5 min',
    ]);
  });

  it('names an event by its name or else its type', () => {
    expect([
      nameWords(activity({})),
      nameWords(activity({ type: 'page', name: null })),
      nameWords(activity({ type: 'identify', name: null })),
    ]).toEqual(['X', 'Page Viewed', 'Identify']);
  });

  it('shows the most telling property and nothing when none tells', () => {
    expect(detailWords(activity({ properties: { path: '/a', query: 'tea' } }))).toBe('tea');
    expect(detailWords(activity({ properties: { depth: 0.256, visibleMs: 3000 } }))).toBe(
      '26% down, after 3 s',
    );
    expect(detailWords(activity({ properties: { lcp: 812.4, cls: 0 } }))).toBe('largest paint after 812 ms');
    expect(detailWords(activity({ properties: { metadata: { name: 'Hoop Mug' } } }))).toBe('Hoop Mug');
    expect(detailWords(activity({ properties: { other: 1 } }))).toBe('');
    expect(detailWords(activity({ properties: null }))).toBe('');
  });

  it('cuts random ids and keeps chosen ones', () => {
    expect([idWords('51521d48-df40-4c09-b184-c56c8f93f681'), idWords('ada-moss')]).toEqual([
      'visitor 51521d48',
      'ada-moss',
    ]);
  });

  it('writes any trait on one line', () => {
    expect([valueWords('a'), valueWords(['a', 1]), valueWords(true)]).toEqual(['a', '["a",1]', 'true']);
  });
});

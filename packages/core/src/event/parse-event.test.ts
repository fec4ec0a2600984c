import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventLimits } from './event-limits.ts';
import { describeIssue } from './issue.ts';
import { parseEvent } from './parse-event.ts';

const valid = { type: 'track', event: 'Product Viewed', anonymousId: 'a1' };
const problems = (input: unknown): readonly string[] => {
  const parsed = parseEvent(input);
  return parsed.ok ? [] : parsed.error.map(describeIssue);
};

describe('what is accepted', () => {
  it('reads a track event as Segment sends it', () => {
    const parsed = parseEvent({
      ...valid,
      messageId: 'ajs-1',
      userId: null,
      timestamp: '2026-11-22T10:00:00.123Z',
      sentAt: '2026-11-22T10:00:01Z',
      properties: { price: 12.5, nested: { list: [1, 'two', null] } },
      context: { locale: 'de' },
      integrations: { All: true },
    });
    expect(parsed).toEqual({
      ok: true,
      value: {
        type: 'track',
        event: 'Product Viewed',
        anonymousId: 'a1',
        messageId: 'ajs-1',
        originalAt: Date.UTC(2026, 10, 22, 10, 0, 0, 123),
        sentAt: Date.UTC(2026, 10, 22, 10, 0, 1),
        properties: { price: 12.5, nested: { list: [1, 'two', null] } },
        context: { locale: 'de' },
      },
    });
  });

  it('takes the type from the endpoint when the event has none', () => {
    const parsed = parseEvent({ userId: 'u', traits: { plan: 'pro' } }, { type: 'identify' });
    expect(parsed).toMatchObject({ ok: true, value: { type: 'identify', traits: { plan: 'pro' } } });
  });

  it('merges the context of the batch under that of the event', () => {
    const parsed = parseEvent(
      { ...valid, context: { locale: 'fr' } },
      { context: { locale: 'de', os: 'x' } },
    );
    expect(parsed).toMatchObject({ ok: true, value: { context: { locale: 'fr', os: 'x' } } });
  });

  it('replaces what Postgres cannot store: NUL and lone surrogates, in keys as well', () => {
    const parsed = parseEvent({ ...valid, properties: { 'a\0': 'b\ud800c', fine: '😀' } });
    expect(parsed).toMatchObject({ ok: true, value: { properties: { 'a\ufffd': 'b\ufffdc', fine: '😀' } } });
  });

  it('reads a time without a zone as UTC', () => {
    const parsed = parseEvent({ ...valid, timestamp: '2010-12-01T08:26' });
    expect(parsed).toMatchObject({ ok: true, value: { originalAt: Date.UTC(2010, 11, 1, 8, 26) } });
  });
});

describe('what is refused, with the field and what was expected', () => {
  it.each([
    ['a list', [], /event: expected an event object, got array of 0/],
    ['no type', { anonymousId: 'a' }, /type: expected track, identify, .*, got nothing/],
    ['an inherited type', { ...valid, type: 'constructor' }, /^type: /],
    ['no id', { type: 'track', event: 'x' }, /anonymousId: expected "anonymousId" or "userId"/],
    ['no name', { type: 'track', anonymousId: 'a' }, /event: expected the name of the event/],
    [
      'a long id',
      { ...valid, userId: 'x'.repeat(300) },
      /userId: expected at most 256 characters, got string of 300/,
    ],
    ['an id that is a list', { ...valid, userId: [] }, /userId: expected a string/],
    ['a bad time', { ...valid, timestamp: 'soon' }, /timestamp: expected an ISO 8601 time/],
    ['the year 1', { ...valid, timestamp: '0001-01-01T00:00:00Z' }, /timestamp: expected a time between/],
    ['the year 9999', { ...valid, timestamp: '9999-01-01T00:00:00Z' }, /timestamp: expected a time between/],
    ['properties that are a text', { ...valid, properties: 'x' }, /properties: expected an object/],
    [
      '1e400',
      { ...valid, properties: { n: Number.POSITIVE_INFINITY } },
      /properties.n: expected a finite number/,
    ],
    ['__proto__', { ...valid, properties: JSON.parse('{"__proto__":{"x":1}}') }, /other than __proto__/],
    [
      'a huge key',
      { ...valid, properties: { ['k'.repeat(300)]: 1 } },
      /properties: expected a key of at most 256/,
    ],
  ])('%s', (_, input, expected) => {
    expect(problems(input).join('\n')).toMatch(expected);
  });

  it('names every problem of an event at once', () => {
    expect(problems({ type: 'track', userId: {}, timestamp: 'x', properties: 3 })).toHaveLength(4);
  });

  it('refuses nesting and sizes beyond the limits', () => {
    let deep: object = {};
    for (let i = 0; i < 20; i++) deep = { deep };
    expect(problems({ ...valid, properties: deep }).join()).toMatch(/expected at most 8 levels/);
    const wide = Object.fromEntries(Array.from({ length: eventLimits.nodes + 5 }, (_, i) => [`k${i}`, i]));
    expect(problems({ ...valid, properties: wide }).join()).toMatch(/at most 2000 keys and items/);
  });

  it('never says what was sent, only of which kind it was', () => {
    expect(problems({ ...valid, userId: ['secret@example.org'] }).join()).not.toContain('secret');
  });
});

it('answers any JSON value, and what it accepts survives a JSON round trip', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (properties, anything) => {
      parseEvent(anything);
      const parsed = parseEvent({ ...valid, properties, context: anything });
      if (!parsed.ok) return;
      const again = parseEvent(JSON.parse(JSON.stringify(parsed.value)));
      expect(again).toEqual(parsed);
    }),
  );
});

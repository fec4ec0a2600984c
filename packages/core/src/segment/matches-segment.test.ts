import { describe, expect, it } from 'vitest';
import { dayMs } from '../profile/decay.ts';
import { emptyProfile, type Profile } from '../profile/profile.ts';
import { matchesSegment, type SegmentContext } from './matches-segment.ts';
import type { Measure, SegmentRule, Test } from './rule.ts';

const now = Date.UTC(2026, 5, 1);
const value = (orders: number, revenue: number) => ({
  orders,
  revenueMicros: revenue * 1e6,
  refunds: 0,
  refundedMicros: 0,
  items: orders,
});
const anna: Profile = {
  ...emptyProfile(),
  events: 40,
  firstAt: now - 20 * dayMs,
  lastAt: now - 2 * dayMs,
  counts: { 'Product Viewed': [12, now - 20 * dayMs, now - 2 * dayMs] },
  traits: {
    plan: { value: 'pro', at: now, eventId: '1' },
    seats: { value: 5, at: now, eventId: '1' },
    tags: { value: ['a', 'b'], at: now, eventId: '1' },
    city: { value: null, at: now, eventId: '1' },
  },
  interests: { category: { tea: [3, 6, 6, now], mugs: [2, 2, 2, now], cups: [1, -3, -3, now] } },
  value: { EUR: value(3, 90), USD: value(1, 500) },
};
const is = (of: Measure, test: Test, context: Partial<SegmentContext> = {}) =>
  matchesSegment({ of, is: test }, anna, { now, ...context });
const tag = (name: string, read: 'weight' | 'share' | 'rank'): Measure => ({
  measure: 'tag',
  family: 'category',
  value: name,
  read,
});

describe('matchesSegment', () => {
  it('compares traits with their type', () => {
    expect(is({ measure: 'trait', name: 'plan' }, { equals: 'pro' })).toBe(true);
    expect(is({ measure: 'trait', name: 'plan' }, { oneOf: ['free', 'pro'] })).toBe(true);
    expect(is({ measure: 'trait', name: 'plan' }, { contains: 'r' })).toBe(true);
    expect(is({ measure: 'trait', name: 'tags' }, { contains: 'b' })).toBe(true);
    expect(is({ measure: 'trait', name: 'seats' }, { equals: '5' })).toBe(false);
    expect(is({ measure: 'trait', name: 'seats' }, { above: 4, atMost: 5 })).toBe(true);
  });

  it('lets what is unknown pass nothing but the question whether it is known', () => {
    for (const name of ['city', 'age', 'constructor']) {
      expect(is({ measure: 'trait', name }, { known: false })).toBe(true);
      expect(is({ measure: 'trait', name }, { below: 9 })).toBe(false);
      expect(is({ measure: 'trait', name }, { known: false, below: 9 })).toBe(false);
    }
    expect(is({ measure: 'trait', name: 'plan' }, { known: false })).toBe(false);
  });

  it('reads tags by weight, share and rank, of which negative ones take no share', () => {
    expect(is(tag('tea', 'share'), { equals: 0.75 })).toBe(true);
    expect(is(tag('cups', 'share'), { equals: 0 })).toBe(true);
    expect(is(tag('cups', 'weight'), { below: 0 })).toBe(true);
    expect(is(tag('mugs', 'rank'), { equals: 2 })).toBe(true);
    expect(is(tag('jars', 'rank'), { known: false })).toBe(true);
    expect(is(tag('jars', 'weight'), { equals: 0 })).toBe(true);
  });

  it('takes a level of the taxonomy with all below it', () => {
    const shelf = { 'home/kitchen': [2, 3, 3, now], home: [1, 1, 1, now], homes: [1, 9, 9, now] } as const;
    const profile: Profile = { ...emptyProfile(), interests: { category: shelf } };
    const home = (read: 'weight' | 'count' | 'share' | 'rank', test: Test) =>
      matchesSegment(
        { of: { measure: 'tag', family: 'category', value: 'home', read, scope: 'subtree' }, is: test },
        profile,
        { now },
      );
    expect(home('weight', { equals: 4 })).toBe(true);
    expect(home('count', { equals: 3 })).toBe(true);
    expect(home('share', { equals: 4 / 13 })).toBe(true);
    expect(home('rank', { equals: 2 })).toBe(true);
  });

  it('sums orders over currencies and takes money in the one with most orders', () => {
    expect(is({ measure: 'value', read: 'orders' }, { equals: 4 })).toBe(true);
    expect(is({ measure: 'value', read: 'revenue' }, { equals: 90 })).toBe(true);
    expect(is({ measure: 'value', read: 'revenue', currency: 'USD' }, { equals: 500 })).toBe(true);
    expect(is({ measure: 'value', read: 'average-order' }, { equals: 30 })).toBe(true);
    expect(is({ measure: 'value', read: 'average-order', currency: 'JPY' }, { known: false })).toBe(true);
  });

  it('does not let rounding decide', () => {
    const rule: SegmentRule = { of: tag('tea', 'weight'), is: { atLeast: 6 * (1 + 1e-12) } };
    expect(matchesSegment(rule, anna, { now })).toBe(true);
  });

  it('follows other segments and predictions', () => {
    const rules = new Map<string, SegmentRule>([
      ['buyer', { of: { measure: 'value', read: 'orders' }, is: { above: 0 } }],
    ]);
    expect(matchesSegment({ segment: 'buyer' }, anna, { now, rules })).toBe(true);
    expect(matchesSegment({ not: { segment: 'buyer' } }, anna, { now, rules })).toBe(false);
    expect(is({ measure: 'prediction', name: 'churn' }, { above: 0.5 })).toBe(false);
    expect(
      is({ measure: 'prediction', name: 'churn' }, { above: 0.5 }, { predictions: { churn: 0.7 } }),
    ).toBe(true);
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryStream } from '../../test/arbitrary-event.ts';
import { dayMs } from '../profile/decay.ts';
import { eventOf, newYear, trackOf } from '../profile/event.fixture.ts';
import { foldEvents } from '../profile/fold-event.ts';
import { compileRules } from '../profile/fold-rules.ts';
import { emptyProfile } from '../profile/profile.ts';
import { extractFeatures } from './extract-features.ts';

const rules = compileRules();

it('says unknown, never 0, where a profile knows nothing', () => {
  const features = extractFeatures(emptyProfile(), newYear);
  const unknown = Object.entries(features).filter(([, value]) => value === undefined);
  expect(unknown.map(([name]) => name)).toEqual(
    expect.arrayContaining([
      'daysSinceLast',
      'daysSinceOrder',
      'averageOrder',
      'bounceRate',
      'device',
      'sentiment',
      'degree',
    ]),
  );
  expect(features).toMatchObject({ orders: 0, visits: 0, 'view.count7': 0 });
});

it('reads every slice', () => {
  const profile = foldEvents(
    emptyProfile(),
    [
      trackOf('Product Viewed', { category: 'tea' }),
      trackOf('Product Viewed', { category: 'mugs' }),
      trackOf('Product Viewed', { category: 'tea' }, { context: { userAgent: 'Mozilla/5.0 (iPhone)' } }),
      trackOf('Order Completed', { revenue: 12, currency: 'EUR' }, { at: newYear + dayMs }),
      eventOf({ type: 'identify', traits: { plan: 'pro', age: 30, tags: ['x'] } }),
    ],
    rules,
  );
  const features = extractFeatures(profile, newYear + 3 * dayMs);
  expect(Object.keys(features)).not.toContain('trait.tags');
  expect(features).toMatchObject({
    'view.count7': 3,
    daysSinceFirst: 3,
    daysSinceOrder: 2,
    averageOrder: 12,
    'tag.category.1': 'tea',
    'tag.category.share1': 2 / 3,
    'trait.plan': 'pro',
    'trait.age': 30,
    device: 'mobile',
    viewsPerOrder: 3,
  });
});

it('answers finite numbers, texts, booleans or unknown for any profile', () => {
  fc.assert(
    fc.property(arbitraryStream(), (stream) => {
      const profile = foldEvents(emptyProfile(), stream, rules);
      for (const value of Object.values(extractFeatures(profile, newYear + 300 * dayMs))) {
        if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
        else expect(['string', 'boolean', 'undefined']).toContain(typeof value);
      }
    }),
  );
});

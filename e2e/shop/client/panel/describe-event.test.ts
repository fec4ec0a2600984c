import { describe, expect, it } from 'vitest';
import { describeEvent, isWorthTelling } from './describe-event.ts';
import type { Activity } from './profile-message.ts';

function activity(name: string | null, properties: Activity['properties'], type = 'track'): Activity {
  return { eventId: '1', type, name, occurredAt: '', receivedAt: '', properties };
}

describe('describeEvent', () => {
  it('says what was done to what', () => {
    expect(describeEvent(activity('Product Viewed', { name: 'Hoop Mug' }))).toEqual({
      verb: 'Looked at',
      object: 'Hoop Mug',
    });
    expect(describeEvent(activity('Products Searched', { query: 'tea' }))).toEqual({
      verb: 'Searched',
      object: '“tea”',
    });
    expect(describeEvent(activity('Product List Viewed', { category: 'House/Kitchen' })).object).toBe(
      'Kitchen',
    );
    expect(describeEvent(activity('Page Scrolled', { depth: 0.5 })).object).toBe('50% down');
    expect(describeEvent(activity(null, { title: 'Basket · Pottering' }, 'page')).object).toBe('Basket');
    expect(describeEvent(activity(null, { metadata: { name: 'Hoop Mug' } }, 'page')).object).toBe('Hoop Mug');
    expect(describeEvent(activity(null, {}, 'page')).object).toBe('a page');
    expect(describeEvent(activity(null, {}, 'identify')).verb).toBe('Logged in');
  });

  it('keeps the name of an event that it does not know, and survives missing properties', () => {
    expect(describeEvent(activity('Kite Flown', null))).toEqual({ verb: 'Kite Flown', object: '' });
  });
});

describe('isWorthTelling', () => {
  it('leaves out the bookkeeping of the SDK', () => {
    expect(
      [activity('Page Left', null), activity('Product Added', null), activity(null, null, 'page')].map(
        isWorthTelling,
      ),
    ).toEqual([false, true, true]);
  });
});

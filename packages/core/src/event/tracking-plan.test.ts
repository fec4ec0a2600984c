import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryStream } from '../../test/arbitrary-event.ts';
import type { AnonymousId, JsonObject, WireEvent } from './event.ts';
import { checkAgainstPlan, type EventPlan, type TrackingPlan, violationLimit } from './tracking-plan.ts';

const viewed = (properties: JsonObject): WireEvent => ({
  type: 'track',
  event: 'Product Viewed',
  // A test's id needs no parser.
  anonymousId: 'device' as AnonymousId,
  context: {},
  properties,
});
const planOf = (event: EventPlan, others: Partial<TrackingPlan> = {}): TrackingPlan => ({
  events: { 'Product Viewed': event },
  ...others,
});
const pseudonym = (text: string): string => (text.startsWith('pii_') ? text : `pii_${text.length}`);
const check = (properties: JsonObject, event: EventPlan, others?: Partial<TrackingPlan>) =>
  checkAgainstPlan(viewed(properties), planOf(event, others), pseudonym);

describe('checkAgainstPlan', () => {
  it('lets an event through that keeps the plan, as the same object', () => {
    const event = viewed({ price: 12, currency: 'EUR', at: '2026-11-22', tags: ['a'], seller: { id: 1 } });
    const plan = planOf({
      properties: {
        price: { type: 'number', required: true },
        currency: { type: 'string', enum: ['EUR', 'USD'] },
        at: { type: 'date' },
        tags: { type: 'list', items: { type: 'string' } },
        seller: { type: 'object', properties: { id: { type: 'number' } } },
        note: { type: 'string' },
      },
    });
    const verdict = checkAgainstPlan(event, plan, pseudonym);
    expect(verdict.issues).toEqual([]);
    expect(verdict.event).toBe(event);
  });

  it('names every property that is missing, of another type, or not among the allowed values', () => {
    const { issues, onViolation } = check(
      { currency: 'DKK', at: 'soon', products: [{ price: '12' }] },
      {
        properties: {
          price: { type: 'number', required: true },
          currency: { enum: ['EUR', 'USD'] },
          at: { type: 'date' },
          products: { items: { type: 'object', properties: { price: { type: 'number' } } } },
        },
      },
    );
    expect(issues.map(({ code, path }) => `${code} ${path.join('.')}`)).toEqual([
      'required properties.price',
      'enum properties.currency',
      'type properties.at',
      'type properties.products.0.price',
    ]);
    expect(onViolation).toBe('flag');
  });

  it('never repeats a value in an issue: it may be personal', () => {
    const { issues } = check({ email: 'ada@example.com' }, { properties: { email: { type: 'number' } } });
    expect(JSON.stringify(issues)).not.toContain('ada');
  });

  it('stores nothing of what is personal, or its pseudonym, however deep it lies', () => {
    const event = {
      properties: {
        email: { pii: 'hash' },
        phone: { pii: 'drop' },
        people: { items: { properties: { name: { pii: 'drop' } } } },
      },
    } as const;
    const { event: stored } = check(
      { email: 'ada@example.com', phone: '+45 1234', people: [{ name: 'Ada', age: 36 }], price: 1 },
      event,
    );
    expect(stored).toMatchObject({ properties: { email: 'pii_15', people: [{ age: 36 }], price: 1 } });
    expect(JSON.stringify(stored)).not.toMatch(/ada|1234/i);
    const again = checkAgainstPlan(stored, planOf(event), pseudonym);
    expect(again.event).toBe(stored);
  });

  it('takes events and properties that the plan does not name, unless it says otherwise', () => {
    const plan: TrackingPlan = { events: {} };
    expect(checkAgainstPlan(viewed({}), plan, pseudonym).issues).toEqual([]);
    const strict = checkAgainstPlan(viewed({}), { ...plan, unplanned: 'quarantine' }, pseudonym);
    expect(strict).toMatchObject({ issues: [{ code: 'unplanned' }], onViolation: 'quarantine' });
    expect(check({ more: 1 }, { properties: {}, otherProperties: false }).issues).toMatchObject([
      { code: 'unplanned', path: ['properties', 'more'] },
    ]);
  });

  it('lets an event have a policy of its own', () => {
    const required = { properties: { price: { required: true } } };
    expect(check({}, required, { onViolation: 'quarantine' }).onViolation).toBe('quarantine');
    expect(check({}, { ...required, onViolation: 'flag' }, { onViolation: 'quarantine' }).onViolation).toBe(
      'flag',
    );
  });

  it('reads traits of identify by the name of the type', () => {
    const { issues } = checkAgainstPlan(
      // A test's id needs no parser.
      { type: 'identify', anonymousId: 'device' as AnonymousId, context: {}, traits: { age: 'old' } },
      { events: { identify: { properties: { age: { type: 'number' } } } } },
      pseudonym,
    );
    expect(issues).toMatchObject([{ code: 'type', path: ['traits', 'age'] }]);
  });

  it('lists a bounded number of violations', () => {
    const properties = Object.fromEntries(
      Array.from({ length: 100 }, (_, i) => [`p${i}`, { required: true }]),
    );
    expect(check({}, { properties }).issues).toHaveLength(violationLimit);
  });

  it('takes any event, and changes none when nothing is personal', () => {
    fc.assert(
      fc.property(arbitraryStream(1), ([event]) => {
        fc.pre(event !== undefined);
        const name = event.type === 'track' ? event.event : event.type;
        const plan: TrackingPlan = {
          events: { [name]: { properties: { price: { type: 'number' }, constructor: { required: true } } } },
        };
        expect(checkAgainstPlan(event, plan, pseudonym).event).toBe(event);
      }),
    );
  });
});

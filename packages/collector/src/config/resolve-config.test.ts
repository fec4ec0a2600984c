import { describeIssue, eventTags, type LikenessEvent, layOutEventId } from '@likeness/core';
import { describe, expect, it } from 'vitest';
import { defineConfig } from './config.ts';
import { durationMs, isDuration } from './duration.ts';
import { defaultConfig, resolveConfig } from './resolve-config.ts';

const mistakes = (value: unknown): readonly string[] => {
  const resolved = resolveConfig(value);
  return resolved.ok ? [] : resolved.error.map(describeIssue);
};

describe('the configuration', () => {
  it('has a default for everything', () => {
    const config = defaultConfig();
    expect([...config.segments.rules.keys()]).toHaveLength(8);
    expect(config).toMatchObject({
      webhooks: [],
      updates: { segments: { strategy: 'realtime' } },
      retention: { deliveriesMs: 7 * 86_400_000, membershipsMs: undefined },
      rules: { tagHalfLives: { fastMs: 7 * 86_400_000, slowMs: 120 * 86_400_000 } },
    });
  });

  it('takes what is given', () => {
    const resolved = resolveConfig(
      defineConfig({
        interests: {
          halfLives: { fast: '2d', slow: '30d', families: { search: { fast: '1h', slow: '1d' } } },
          rules: [
            {
              type: 'track',
              events: ['Recipe Cooked'],
              family: 'dish',
              path: 'properties.dish',
              weight: 4,
              transform: 'lower',
            },
          ],
        },
        segments: {
          readyMade: { highValueRevenue: 50 },
          own: [
            { name: 'cooks', rule: { of: { measure: 'count', event: 'Recipe Cooked' }, is: { atLeast: 2 } } },
          ],
        },
        webhooks: [
          { name: 'crm', url: 'https://crm.example/hook', secret: 'x'.repeat(16), segments: ['cooks'] },
        ],
        updates: { segments: { strategy: 'hybrid', every: '6h' } },
        retention: { memberships: '52w' },
      }),
    );
    if (!resolved.ok) throw new Error(resolved.error.map(describeIssue).join('\n'));
    const { rules, segments, updates, retention } = resolved.value;
    expect(rules.tagHalfLives.families?.search).toEqual({ fastMs: 3_600_000, slowMs: 86_400_000 });
    const cooked: LikenessEvent = {
      type: 'track',
      event: 'Recipe Cooked',
      properties: {},
      eventId: layOutEventId(0, '0'.repeat(19)),
      occurredAt: 0,
      context: {},
    };
    expect(rules.tagRulesFor(cooked).flatMap((group) => group.rules.map((rule) => rule.family))).toContain(
      'dish',
    );
    expect(segments.rules.has('cooks')).toBe(true);
    expect(updates.segments).toEqual({ strategy: 'hybrid', everyMs: 6 * 3_600_000 });
    expect(retention.membershipsMs).toBe(52 * 604_800_000);
  });

  it('weighs actions by family where that is asked for', () => {
    const resolved = resolveConfig(
      defineConfig({ interests: { actionWeights: { view: 2, families: { brand: { view: 7 } } } } }),
    );
    if (!resolved.ok) throw new Error(resolved.error.map(describeIssue).join('\n'));
    const viewed: LikenessEvent = {
      type: 'track',
      event: 'Product Viewed',
      properties: { category: 'Tea', brand: 'Acme' },
      eventId: layOutEventId(0, '0'.repeat(19)),
      occurredAt: 0,
      context: {},
    };
    const touches = eventTags(viewed, resolved.value.rules);
    expect(Object.fromEntries(touches.map(({ family, amount }) => [family, amount]))).toEqual({
      category: 2,
      brand: 7,
    });
    expect(resolved.value.rulesDigest).not.toBe(defaultConfig().rulesDigest);
  });

  it('names every key that is wrong', () => {
    expect(
      mistakes({
        interests: {
          halfLives: { fast: '7 days' },
          rules: [{ type: 'trak', family: 'x', path: 'y', weight: '1', transform: 'text' }],
        },
        segments: { readyMade: true },
        webhooks: [{ name: 'CRM', url: 'ftp://crm', secret: 'short' }],
        update: { segments: 'nightly' },
      }),
    ).toEqual([
      'update: expected no other keys than sharded, sites, regionHeader, trackingPlan, traits, interests, segments, webhooks, updates, retention, got object',
      'interests.rules.0.type: expected one of track, identify, page, screen, group, alias, got string of 4',
      'interests.rules.0.weight: expected a finite number, got string of 1',
      'interests.halfLives.fast: expected a duration such as 90s, 15m, 36h, 30d or 2w, got string of 6',
      'interests.halfLives.slow: expected a value, got nothing',
      'segments.readyMade: expected an object, got boolean',
      'webhooks.0.name: expected a name of 1 to 64 lower case letters, digits and hyphens, got string of 3',
      'webhooks.0.url: expected an http or https address, got string of 9',
      'webhooks.0.secret: expected a secret of 16 characters or more, best from the environment, got string of 5',
    ]);
  });

  it('names what is wrong in a tracking plan', () => {
    const events = {
      Signup: {
        properties: {
          age: { type: 'integer' },
          people: { items: { properties: { name: { pii: 'hash' } } } },
          phone: { pii: 'drop', required: true },
        },
      },
    };
    expect(mistakes({ trackingPlan: { events }, sites: { shop: { origins: ['shop.example'] } } })).toEqual([
      'sites.shop.origins.0: expected an origin such as https://shop.example or https://*.shop.example, got string of 12',
      'trackingPlan.events.Signup.properties.age.type: expected one of string, number, boolean, date, list, object, got string of 7',
    ]);
    const { people, phone } = events.Signup.properties;
    const properties = { people, phone };
    expect(mistakes({ trackingPlan: { events: { Signup: { properties } } } })).toEqual([
      'trackingPlan.pseudonymSecret: expected a secret, because a property is marked pii: hash, got nothing',
      'trackingPlan.events.Signup.properties.phone.required: expected false where pii is drop, got boolean',
    ]);
  });

  it('says where in which own segment a mistake is', () => {
    const own = [
      { name: 'new', rule: { all: [] } },
      { name: 'tea', rule: { all: [{ segment: 'coffee' }] } },
    ];
    expect(mistakes({ segments: { own } })).toEqual([
      'segments.own.0.name: expected a name that occurs once, not new again, got string of 3',
    ]);
    expect(mistakes({ segments: { own: own.slice(1) } })).toEqual([
      'segments.own.0.rule: expected a segment that exists, not coffee, got string of 6',
    ]);
  });

  it('refuses a webhook for a segment that does not exist', () => {
    const webhook = { name: 'crm', url: 'https://crm.example', secret: 'x'.repeat(16), segments: ['nwe'] };
    expect(mistakes({ webhooks: [webhook] })).toEqual([
      'webhooks.0.segments.0: expected a segment that exists, not nwe, got string of 3',
    ]);
  });

  it('refuses to fold by batch what retention takes the events of', () => {
    expect(mistakes({ updates: { profiles: 'batch' }, retention: { events: '90d' } })).toEqual([
      'updates.profiles: expected realtime or hybrid where retention.events drops events, got string of 5',
    ]);
    expect(mistakes({ updates: { profiles: 'hybrid' }, retention: { events: '90d' } })).toEqual([]);
  });

  it('refuses anything that is no object', () => {
    for (const value of [undefined, null, 3, 'x', []]) expect(resolveConfig(value).ok).toBe(false);
  });
});

describe('a duration', () => {
  it('is a whole number and a unit, longer than nothing', () => {
    expect(['90s', '15m', '36h', '30d', '2w'].filter(isDuration).map(durationMs)).toEqual([
      90_000, 900_000, 129_600_000, 2_592_000_000, 1_209_600_000,
    ]);
    for (const text of ['0d', '1.5h', '-1d', '1y', 'd', '', 5]) expect(isDuration(text)).toBe(false);
  });
});

describe('trust in sources', () => {
  it('ranks what is named first highest, and turns leads into time', () => {
    const resolved = resolveConfig(
      defineConfig({
        traits: {
          priority: ['crm', 'survey:*'],
          lead: { '@likeness/sdk': '2d' },
          byTrait: { email: { priority: ['@likeness/sdk'] } },
        },
        updates: { population: { every: '6h' } },
      }),
    );
    if (!resolved.ok) throw new Error(resolved.error.map(describeIssue).join('\n'));
    const { rules, updates } = resolved.value;
    expect(rules.trustOf?.('city', 'crm')).toEqual({ rank: 2, leadMs: 0 });
    expect(rules.trustOf?.('city', 'survey:2026')).toEqual({ rank: 1, leadMs: 0 });
    expect(rules.trustOf?.('city', '@likeness/sdk')).toEqual({ rank: 0, leadMs: 2 * 86_400_000 });
    expect(rules.trustOf?.('email', '@likeness/sdk')).toEqual({ rank: 1, leadMs: 0 });
    expect(updates.population.everyMs).toBe(6 * 3_600_000);
  });

  it('names what is wrong', () => {
    expect(mistakes({ traits: { priority: 'crm', lead: { crm: '90 days' }, trust: 1 } })).toHaveLength(3);
  });
});

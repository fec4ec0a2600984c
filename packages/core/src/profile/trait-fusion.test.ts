import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventOf } from './event.fixture.ts';
import { foldTraits, mergeTraits, type Trait } from './trait.ts';
import { compileTraitFusion, type TraitFusion } from './trait-fusion.ts';

interface Statement {
  readonly source: string;
  readonly at: number;
  readonly city: string;
  readonly unique: number;
}

function fold(statements: readonly Statement[], fusion: TraitFusion): Record<string, Trait> {
  const trustOf = compileTraitFusion(fusion);
  const traits: Record<string, Trait> = {};
  for (const { source, at, city, unique } of statements) {
    const stated = { city };
    const context = source === '' ? {} : { source };
    const event = eventOf({ type: 'identify', traits: stated }, { at, unique, context });
    foldTraits(traits, event, { traits: stated, trustOf });
  }
  return traits;
}

const say = (source: string, at: number, city: string, unique = 1): Statement => ({
  source,
  at,
  city,
  unique,
});

describe('priority', () => {
  it('lets what a trusted source says stand, however new the others are', () => {
    const fusion = { priority: ['crm', '@likeness/sdk'] };
    expect(fold([say('crm', 1_000, 'Graz'), say('@likeness/sdk', 9_000, 'Linz')], fusion).city?.value).toBe(
      'Graz',
    );
    expect(fold([say('crm', 1_000, 'Graz'), say('crm', 2_000, 'Wien')], fusion).city?.value).toBe('Wien');
  });

  it('puts sources that it does not name behind those that it names', () => {
    const fusion = { priority: ['survey:*'] };
    const traits = fold([say('survey:2026', 1_000, 'Graz'), say('', 9_000, 'Linz')], fusion);
    expect(traits.city).toMatchObject({ value: 'Graz', source: 'survey:2026' });
  });

  it('may be another for a single trait', () => {
    const fusion = { priority: ['crm'], traits: { city: { priority: ['@likeness/sdk'] } } };
    expect(fold([say('@likeness/sdk', 1_000, 'Linz'), say('crm', 9_000, 'Graz')], fusion).city?.value).toBe(
      'Linz',
    );
  });
});

describe('lead', () => {
  const fusion = { leadMs: { crm: 5_000 } };

  it('lets a source win until the others are that much newer', () => {
    expect(fold([say('crm', 1_000, 'Graz'), say('sdk', 5_999, 'Linz')], fusion).city?.value).toBe('Graz');
    expect(fold([say('crm', 1_000, 'Graz'), say('sdk', 6_001, 'Linz')], fusion).city?.value).toBe('Linz');
  });
});

it('gives one answer in any order of arrival and any partition, whatever the rules are', () => {
  const source = fc.constantFrom('', 'crm', 'survey:a', 'survey:b', 'import:x');
  const statements = fc.uniqueArray(
    fc.record({
      source,
      at: fc.integer({ min: 1_000, max: 20_000 }),
      city: fc.constantFrom('Graz', 'Linz', 'Wien'),
      unique: fc.integer({ min: 1, max: 1_000 }),
    }),
    { selector: ({ at, unique }) => `${at} ${unique}`, maxLength: 12 },
  );
  const pattern = fc.constantFrom('crm', 'survey:*', 'import:x', '*');
  const rules = fc.record({
    priority: fc.uniqueArray(pattern, { maxLength: 3 }),
    leadMs: fc.dictionary(pattern, fc.integer({ min: 0, max: 20_000 }), { maxKeys: 3 }),
  });
  fc.assert(
    fc.property(statements, rules, fc.nat(12), fc.infiniteStream(fc.nat()), (all, fusion, cut, random) => {
      const shuffled = all
        .map((one) => ({ one, key: random.next().value }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one);
      const whole = fold(all, fusion);
      expect(fold(shuffled, fusion)).toEqual(whole);
      const merged = fold(shuffled.slice(0, cut), fusion);
      mergeTraits(merged, fold(shuffled.slice(cut), fusion));
      expect(merged).toEqual(whole);
    }),
  );
});

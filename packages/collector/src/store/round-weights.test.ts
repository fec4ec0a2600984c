import { compileRules, emptyProfile, foldEvents, type LikenessEvent, layOutEventId } from '@likeness/core';
import { expect, it } from 'vitest';
import { packProfile, unpackProfile } from './pack-profile.ts';
import { roundWeights } from './round-weights.ts';

it('is what packing and unpacking make of the same weights', () => {
  const rules = compileRules();
  const start = Date.UTC(2026, 0, 1);
  const events = Array.from({ length: 40 }, (_, i): LikenessEvent => {
    const at = start + ((i * 7_919) % 40) * 3_333_333;
    return {
      type: 'track',
      event: i % 3 === 0 ? 'Product Removed' : 'Product Viewed',
      properties: { category: `c${i % 7}`, brand: ['constructor', '__proto__', 'acme'][i % 3] ?? '' },
      eventId: layOutEventId(at, i.toString(16).padStart(19, '0')),
      occurredAt: at,
      context: {},
    };
  });
  const profile = foldEvents(emptyProfile(), events, rules);
  const stored = unpackProfile(packProfile(profile, rules.tagHalfLives));
  const rounded = roundWeights(profile, rules.tagHalfLives, new Set(['category', 'brand', 'none']));
  const { category, brand } = stored.interests;
  expect(JSON.stringify(rounded.interests)).toBe(JSON.stringify({ category, brand }));
  expect(rounded.rates).toEqual(stored.rates);
  expect(rounded.counts).toBe(profile.counts);
});

import {
  createEventIdSource,
  draftProfile,
  emptyProfile,
  foldEvents,
  type LikenessEvent,
  type Profile,
  parseEvent,
} from '@likeness/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultConfig } from '../config/resolve-config.ts';
import type { Dictionary } from './dictionary.ts';
import { freezeProfile, thawProfile } from './freeze-profile.ts';
import { packProfile, unpackProfile } from './pack-profile.ts';
import { settleProfile } from './settle-profile.ts';
import { createTagNumbers } from './tag-numbers.ts';

const { rules } = defaultConfig();
const start = Date.UTC(2026, 10, 22);
const newId = createEventIdSource(() => 0.5);

const profiles = fc
  .array(
    fc.record({
      minutesAgo: fc.integer({ min: 0, max: 600_000 }),
      category: fc.constantFrom('Mugs', 'Home > Mugs', '__proto__', 'constructor', '7'),
      type: fc.constantFrom('Product Viewed', 'Product Added', 'Order Completed', 'User Followed'),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((drawn): Profile => {
    const events = drawn.map(({ minutesAgo, category, type }): LikenessEvent => {
      const occurredAt = start - minutesAgo * 60_000;
      const properties = { category, brand: 'Ida', price: 7, currency: 'EUR', user_id: 'u2', revenue: 7 };
      const parsed = parseEvent({ anonymousId: 'a', userId: 'u', type: 'track', event: type, properties });
      if (!parsed.ok) throw new Error('the test event is not valid');
      return { ...parsed.value, eventId: newId(occurredAt), occurredAt };
    });
    return foldEvents(emptyProfile(), events, rules);
  });

function dictionary(): Dictionary & { asked: number } {
  const texts: string[] = [];
  return {
    asked: 0,
    async encode(wanted) {
      this.asked++;
      return wanted.map((text) => (texts.includes(text) ? texts.indexOf(text) : texts.push(text) - 1));
    },
    decode: () => Promise.resolve(new Map()),
  };
}

it('makes of a profile what packing and unpacking it would', () => {
  fc.assert(
    fc.property(profiles, (profile) => {
      const packed = packProfile(profile, rules.tagHalfLives);
      const settled = draftProfile(profile);
      const tags = settleProfile(settled, rules.tagHalfLives);
      // By its text: maps with and without a prototype hold the same.
      expect(JSON.parse(JSON.stringify(settled))).toEqual(JSON.parse(JSON.stringify(unpackProfile(packed))));
      expect(tags).toEqual({ counts: packed.tagCounts, fast: packed.tagFast, slow: packed.tagSlow });
    }),
  );
});

it('thaws to the bit what was frozen, and asks the dictionary once for a tag', async () => {
  await fc.assert(
    fc.asyncProperty(profiles, async (profile) => {
      const own = dictionary();
      const numbers = createTagNumbers(own);
      const settled = draftProfile(profile);
      settleProfile(settled, rules.tagHalfLives);
      const hasTags = Object.keys(settled.interests).length > 0;
      expect(freezeProfile(settled, numbers, rules.tagHalfLives) === undefined).toBe(hasTags);
      const [ids] = await numbers.encode([settled.interests]);
      expect(await numbers.encode([settled.interests])).toEqual([ids]);
      expect(own.asked).toBe(hasTags ? 1 : 0);
      const frozen = freezeProfile(settled, numbers, rules.tagHalfLives);
      if (frozen === undefined) throw new Error('every tag has its number');
      expect(thawProfile(frozen, numbers)).toEqual(settled);
      expect(thawProfile(frozen, createTagNumbers(own)) === undefined).toBe(hasTags);
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryStream } from '../../test/arbitrary-event.ts';
import type { LikenessEvent } from '../event/event.ts';
import { layOutEventId } from '../event/event-id.ts';
import { placementLimit } from './click-through.ts';
import { compareProfiles } from './compare-profiles.ts';
import { countLimit } from './count.ts';
import { dayLimit } from './days.ts';
import { foldEvent, foldEvents } from './fold-event.ts';
import { compileRules } from './fold-rules.ts';
import { defaultTagHalfLives } from './half-lives.ts';
import { familyLimit, tagLimit } from './interest.ts';
import { mergeProfiles } from './merge-profiles.ts';
import { emptyProfile, type Profile } from './profile.ts';
import { priceCategoryLimit } from './psychographic.ts';
import { tieLimit } from './social.ts';
import { traitLimit } from './trait.ts';
import { currencyLimit } from './value.ts';
import { vitalBuckets } from './web-vitals.ts';

const rules = compileRules({
  scoreText: (text) => (text === 'good' ? 0.7 : -0.5),
  tagHalfLives: { ...defaultTagHalfLives, families: { brand: { fastMs: 86_400_000, slowMs: 864_000_000 } } },
  synonyms: { brand: { tea: 'tee' } },
});
const { tagHalfLives: halfLives } = rules;
const fold = (events: readonly LikenessEvent[]) => foldEvents(emptyProfile(), events, rules);
const merge = (a: Profile, b: Profile) => mergeProfiles(a, b, halfLives);
const compare = (a: Profile, b: Profile) => compareProfiles(a, b, { halfLives });

describe('the laws of the fold', () => {
  it('gives one profile for any order of the stream', () => {
    fc.assert(
      fc.property(
        arbitraryStream().chain((stream) =>
          fc.tuple(fc.constant(stream), fc.shuffledSubarray([...stream], { minLength: stream.length })),
        ),
        ([stream, shuffled]) => {
          expect(compare(fold(stream), fold(shuffled))).toEqual([]);
        },
      ),
    );
  });

  it('gives one profile for any partition of the stream into merged parts', () => {
    fc.assert(
      fc.property(
        arbitraryStream(),
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 30 }),
        (stream, part) => {
          const parts = [0, 1, 2, 3].map((p) => fold(stream.filter((_, i) => part[i] === p)));
          const merged = parts.reduce((a, b) => merge(a, b));
          expect(compare(merged, fold(stream))).toEqual([]);
        },
      ),
    );
  });

  it('merges commutatively', () => {
    fc.assert(
      fc.property(arbitraryStream(), arbitraryStream(), (a, b) => {
        expect(compare(merge(fold(a), fold(b)), merge(fold(b), fold(a)))).toEqual([]);
      }),
    );
  });

  it('merges associatively', () => {
    fc.assert(
      fc.property(arbitraryStream(12), arbitraryStream(12), arbitraryStream(12), (a, b, c) => {
        const left = merge(merge(fold(a), fold(b)), fold(c));
        const right = merge(fold(a), merge(fold(b), fold(c)));
        expect(compare(left, right)).toEqual([]);
      }),
    );
  });

  it('has the empty profile as neutral element of merge', () => {
    fc.assert(
      fc.property(arbitraryStream(), (stream) => {
        expect(compare(merge(emptyProfile(), fold(stream)), fold(stream))).toEqual([]);
      }),
    );
  });

  it('continues from a JSON round trip as if nothing had happened', () => {
    fc.assert(
      fc.property(arbitraryStream(), arbitraryStream(), (before, after) => {
        const stored = JSON.parse(JSON.stringify(fold(before)));
        expect(JSON.stringify(foldEvents(stored, after, rules))).toBe(
          JSON.stringify(foldEvents(fold(before), after, rules)),
        );
      }),
    );
  });

  it('leaves the profile that it folds into as it was', () => {
    fc.assert(
      fc.property(arbitraryStream(), arbitraryStream(), (before, after) => {
        const profile = fold(before);
        const text = JSON.stringify(profile);
        foldEvents(profile, after, rules);
        expect(JSON.stringify(profile)).toBe(text);
      }),
    );
  });
});

describe('bounds', () => {
  it('holds a profile to its bounds whatever is sent, and says that something was dropped', () => {
    let profile = emptyProfile();
    for (let i = 0; i < 3_000; i++) {
      const id = layOutEventId(i, i.toString(16).padStart(19, '0'));
      const shared = { eventId: id, occurredAt: Date.UTC(2026, 0, 1) + i * 3_600_000, context: {} };
      profile = foldEvents(
        profile,
        [
          {
            ...shared,
            type: 'track',
            event: i % 2 === 0 ? 'Product Viewed' : `Custom ${i}`,
            properties: {
              category: `c${i}`,
              brand: `b${i}`,
              name: `n${i}`.repeat(100),
              price: i,
              currency: 'EUR',
            },
          },
          {
            ...shared,
            type: 'track',
            event:
              ['Message Sent', 'Placement Viewed', 'Web Vitals Measured', 'Order Completed'][i % 4] ?? '',
            properties: {
              peer_id: `p${i}`,
              placement: `p${i}`,
              lcp: 1.01 ** i,
              currency: `A${String.fromCharCode(65 + (i % 26))}${String.fromCharCode(65 + ((i >> 3) % 26))}`,
              revenue: 1,
              products: [{ category: `c${i}`, price: i }],
            },
          },
          { ...shared, type: 'identify', traits: { [`t${i}`]: 'x'.repeat(900) } },
        ],
        rules,
      );
    }
    expect(Object.keys(profile.interests).length).toBeLessThanOrEqual(familyLimit);
    for (const family of Object.values(profile.interests)) {
      expect(Object.keys(family).length).toBeLessThanOrEqual(tagLimit);
    }
    expect(Object.keys(profile.counts)).toHaveLength(countLimit);
    expect(Object.keys(profile.traits)).toHaveLength(traitLimit);
    expect(profile.dropped).toBeGreaterThan(0);
    expect(Object.keys(profile.days).length).toBeLessThanOrEqual(dayLimit);
    expect(Object.keys(profile.social)).toHaveLength(tieLimit);
    expect(Object.keys(profile.clickThrough.placements)).toHaveLength(placementLimit);
    expect(Object.keys(profile.vitals.lcp ?? {}).length).toBeLessThanOrEqual(vitalBuckets);
    expect(Object.keys(profile.psychographics.prices)).toHaveLength(priceCategoryLimit);
    expect(Object.keys(profile.value)).toHaveLength(currencyLimit);
    expect(profile.events).toBe(9_000);
    expect(JSON.stringify(profile).length).toBeLessThan(150_000);
  });

  it('keeps the tags that weigh most now', () => {
    let profile = emptyProfile();
    const view = (category: string, day: number): LikenessEvent => ({
      type: 'track',
      event: 'Product Viewed',
      properties: { category },
      eventId: layOutEventId(day, category.padStart(19, '0')),
      occurredAt: day * 86_400_000,
      context: {},
    });
    for (let i = 0; i < 5; i++) profile = foldEvent(profile, view('loved', 20_000), rules);
    for (let i = 0; i < tagLimit; i++) profile = foldEvent(profile, view(`c${i}`, 20_001 + i), rules);
    const kept = Object.keys(profile.interests.category ?? {});
    expect(kept).toHaveLength(tagLimit);
    expect(kept).toContain('loved');
    expect(kept).not.toContain('c0');
  });
});

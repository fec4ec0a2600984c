import {
  compareProfiles,
  compileRules,
  emptyProfile,
  foldEvents,
  type JsonObject,
  type LikenessEvent,
  layOutEventId,
} from '@likeness/core';
import { expect, it } from 'vitest';
import { packProfile, unpackProfile } from './pack-profile.ts';

const rules = compileRules({
  tagHalfLives: { fastMs: 6e8, slowMs: 1e10, families: { brand: { fastMs: 1e7, slowMs: 1e9 } } },
});
const halfLives = rules.tagHalfLives;
const day = 86_400_000;

const track = (event: string, properties: JsonObject, at: number): LikenessEvent => ({
  type: 'track',
  event,
  properties,
  eventId: layOutEventId(at, '0'.repeat(19)),
  occurredAt: at,
  context: {},
});

it('unpacks the empty profile as it was', () => {
  expect(unpackProfile(packProfile(emptyProfile(), halfLives))).toEqual(emptyProfile());
});

it('unpacks every slice, to the rounding of stored weights', () => {
  const start = Date.UTC(2026, 0, 1);
  const profile = foldEvents(
    emptyProfile(),
    [
      track('Product Viewed', { brand: '__proto__', price: 5, category: 'a/b', discount: 1 }, start),
      track('Product Viewed', { brand: '__proto__' }, start + 3 * day),
      track('Order Completed', { revenue: 5, currency: 'EUR' }, start + day),
      track('Placement Viewed', { placement: 'hero' }, start),
      track('Web Vitals Measured', { lcp: 2_000 }, start),
      track('Message Sent', { peer_id: 'ben' }, start),
      track('Page Left', { visibleMs: 5, depth: 0.25 }, start),
    ],
    rules,
  );
  const stored: unknown = JSON.parse(JSON.stringify(packProfile(profile, halfLives)));
  // JSON of a packed profile is a packed profile.
  const unpacked = unpackProfile(stored as ReturnType<typeof packProfile>);
  expect(compareProfiles(unpacked, profile, { relative: 1e-6, halfLives })).toEqual([]);
});

it('keeps days of history and counts beyond 13 bits exactly', () => {
  const days = { 10957: [0, 0, 0, 0, 0, 20_000], 20454: [1, 2, 3, 4, 5, 6] } as const;
  const packed = packProfile({ ...emptyProfile(), days }, halfLives);
  expect(Math.max(...packed.dayCounts)).toBeLessThan(2 ** 31);
  expect(Math.min(...packed.dayCounts)).toBeGreaterThanOrEqual(0);
  expect(unpackProfile(packed).days).toEqual(days);
});

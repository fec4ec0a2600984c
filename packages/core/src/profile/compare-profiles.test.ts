import { expect, it } from 'vitest';
import { compareProfiles } from './compare-profiles.ts';
import { dayMs } from './decay.ts';
import { newYear, trackOf } from './event.fixture.ts';
import { foldEvents } from './fold-event.ts';
import { compileRules } from './fold-rules.ts';
import { halfLivesOf } from './half-lives.ts';
import { emptyProfile, type Profile } from './profile.ts';

const rules = compileRules();
const profile = foldEvents(
  emptyProfile(),
  [trackOf('Product Viewed', { brand: 'acme' }), trackOf('Message Sent', { peer_id: 'ben' })],
  rules,
);

it('finds no difference between a profile and itself', () => {
  expect(compareProfiles(profile, profile)).toEqual([]);
});

it('takes one sum kept as of different times for the same', () => {
  const { fastMs, slowMs } = halfLivesOf(rules.tagHalfLives, 'brand');
  const later: Profile = {
    ...profile,
    interests: { brand: { acme: [1, 2 ** (-dayMs / fastMs), 2 ** (-dayMs / slowMs), newYear + dayMs] } },
  };
  expect(compareProfiles(profile, later)).toEqual([]);
});

it('names the path and both values of each difference', () => {
  const other: Profile = {
    ...profile,
    events: 3,
    interests: { brand: { acme: [2, 1, 1, newYear] } },
    social: {},
  };
  expect(compareProfiles(profile, other).map(({ path }) => path)).toEqual([
    'events',
    'interests.brand.acme.count',
    'social.ben',
  ]);
  expect(compareProfiles(profile, other)[0]).toEqual({ path: 'events', a: 2, b: 3 });
});

it('forgives a weight its rounding and no more', () => {
  const nudged = (by: number): Profile => ({
    ...profile,
    interests: { brand: { acme: [1, 1 + by, 1, newYear] } },
  });
  expect(compareProfiles(profile, nudged(1e-12))).toEqual([]);
  expect(compareProfiles(profile, nudged(1e-3))).toHaveLength(1);
  expect(compareProfiles(profile, nudged(1e-3), { relative: 1e-2 })).toEqual([]);
});

it('takes a rate that decayed to nothing for one that is absent', () => {
  const quiet: Profile = { ...profile, lastAt: newYear + 9_000 * dayMs };
  expect(compareProfiles(quiet, { ...quiet, rates: {} })).toEqual([]);
  expect(compareProfiles(profile, { ...profile, rates: {} }).map(({ path }) => path)).toContain('rates.view');
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryStream } from '../../test/arbitrary-event.ts';
import type { LikenessEvent } from '../event/event.ts';
import { clickThroughRate } from './click-through.ts';
import { countInWindow } from './days.ts';
import { dayMs } from './decay.ts';
import { newYear, trackOf } from './event.fixture.ts';
import {
  explainClickThrough,
  explainCount,
  explainRate,
  explainTag,
  explainTie,
  explainValue,
  explainWindow,
  type ProfileExplanation,
} from './explain.ts';
import { foldEvents } from './fold-event.ts';
import { compileRules } from './fold-rules.ts';
import { readTags } from './interest.ts';
import { emptyProfile, type Profile } from './profile.ts';
import { eventKinds, ratePerDay } from './rate.ts';
import { readSocial } from './social.ts';

const rules = compileRules();
const now = newYear + 200 * dayMs;

/** Checks a claim about every explanation of any profile. */
function forAnyProfile(check: (events: readonly LikenessEvent[], profile: Profile) => void): void {
  fc.assert(
    fc.property(arbitraryStream(), (events) => check(events, foldEvents(emptyProfile(), events, rules))),
  );
}

function expectSum(explanation: ProfileExplanation, value: number): void {
  const sum = explanation.contributions.reduce((total, { amount }) => total + amount, 0);
  expect(sum).toBeCloseTo(value, 9);
  expect(explanation.value).toBe(sum);
}

describe('contributions sum to the number in the profile', () => {
  it('for every tag', () => {
    forAnyProfile((events, profile) => {
      for (const tag of readTags(profile.interests, now))
        expectSum(explainTag(events, tag, now, rules), tag.weight);
    });
  });

  it('for every rate, count and window', () => {
    forAnyProfile((events, profile) => {
      for (const kind of eventKinds) {
        const rate = profile.rates[kind];
        for (const index of [0, 1, 2, 3] as const) {
          const value = rate === undefined ? 0 : ratePerDay(rate, index, now);
          expectSum(explainRate(events, { kind, index }, now), value);
        }
        const window = countInWindow(profile.days, kind, 30, now);
        expectSum(explainWindow(events, { kind, days: 30 }, now), window);
      }
      for (const [name, [count]] of Object.entries(profile.counts))
        expectSum(explainCount(events, name), count);
    });
  });

  it('for money, clicks and ties', () => {
    forAnyProfile((events, profile) => {
      for (const [currency, value] of Object.entries(profile.value)) {
        expectSum(explainValue(events, { currency, measure: 'revenueMicros' }), value.revenueMicros / 1e6);
        expectSum(explainValue(events, { currency, measure: 'refunds' }), value.refunds);
      }
      expectSum(explainClickThrough(events), clickThroughRate(profile.clickThrough.total) ?? 0);
      for (const [placement, clicks] of Object.entries(profile.clickThrough.placements)) {
        expectSum(explainClickThrough(events, placement), clickThroughRate(clicks) ?? 0);
      }
      for (const { peer, weight } of readSocial(profile.social, now).ties) {
        expectSum(explainTie(events, peer, now), weight);
      }
    });
  });
});

it('names the events that made a tag, largest first, with what each gives now', () => {
  const old = trackOf('Product Viewed', { brand: 'acme' }, { at: now - 120 * dayMs });
  const recent = trackOf('Product Added', { brand: 'acme' }, { at: now });
  const other = trackOf('Product Viewed', { brand: 'bolt' }, { at: now });
  const why = explainTag([old, other, recent], { family: 'brand', value: 'acme' }, now, rules);
  expect(why.contributions).toEqual([
    { eventId: recent.eventId, at: now, name: 'Product Added', amount: 3 },
    { eventId: old.eventId, at: old.occurredAt, name: 'Product Viewed', amount: (2 ** (-120 / 7) + 0.5) / 2 },
  ]);
  expect(why.formula).toBe('sum over touches of amount × (2^(−age / 7 d) + 2^(−age / 120 d)) / 2');
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryStream } from '../../test/arbitrary-event.ts';
import { arbitraryMeasure } from '../../test/arbitrary-rule.ts';
import type { LikenessEvent } from '../event/event.ts';
import { readMeasure } from '../segment/read-measure.ts';
import { clickThroughRate } from './click-through.ts';
import { dayMs } from './decay.ts';
import { readEngagement } from './engagement.ts';
import { newYear, trackOf } from './event.fixture.ts';
import { type ExplainContext, type ExplainTarget, explainProfile } from './explain-profile.ts';
import { foldEvents } from './fold-event.ts';
import { compileRules } from './fold-rules.ts';
import { readTags } from './interest.ts';
import { lifetimeValue } from './lifetime-value.ts';
import { emptyProfile, type Profile } from './profile.ts';
import { type Psychographics, readPsychographics } from './read-psychographics.ts';
import { rfmOf } from './rfm.ts';
import { readSocial } from './social.ts';
import { vitalQuantile, webVitals } from './web-vitals.ts';

const now = newYear + 200 * dayMs;
const context: ExplainContext = {
  now,
  rules: compileRules({ scoreText: (text) => (text === 'good' ? 0.7 : -0.5) }),
  prices: { 'EUR tea': { mean: 3, deviation: 1.5 }, 'XXX mugs': { mean: 5, deviation: 2 } },
  lifetime: {
    purchases: { r: 0.24, alpha: 4.41, a: 0.79, b: 2.43 },
    meanOrder: 35,
    meanOrderStrength: 2,
    horizonDays: 90,
  },
};

/** Checks that base and contributions add up to what the profile says; a fact has one source. */
function expectExplained(events: readonly LikenessEvent[], target: ExplainTarget, value: unknown): void {
  const { contributions, base = 0, ...explained } = explainProfile(events, target, context);
  const sum = contributions.reduce((total, { amount }) => total + amount, base);
  if (typeof value === 'number' && target.measure !== 'trait') {
    expect(explained.value, JSON.stringify(target)).toBeCloseTo(value, 7);
    expect(sum, JSON.stringify(target)).toBeCloseTo(value, 7);
  } else {
    expect(explained.value, JSON.stringify(target)).toEqual(value ?? undefined);
    expect(contributions.length).toBeLessThanOrEqual(1);
  }
}

function forAnyProfile(check: (events: readonly LikenessEvent[], profile: Profile) => void): void {
  fc.assert(
    fc.property(arbitraryStream(), (events) =>
      check(events, foldEvents(emptyProfile(), events, context.rules)),
    ),
  );
}

describe('contributions sum to what the profile says', () => {
  it('for everything that a segment rule can ask', () => {
    fc.assert(
      fc.property(arbitraryMeasure, arbitraryStream(), (measure, events) => {
        // A rank is explained by the weight that gives it.
        const read = measure.measure === 'tag' && measure.read === 'rank' ? 'weight' : undefined;
        const asked = read === undefined ? measure : { ...measure, read };
        const profile = foldEvents(emptyProfile(), events, context.rules);
        const value = readMeasure(asked as typeof measure, profile, {
          now,
          halfLives: context.rules.tagHalfLives,
        });
        expectExplained(events, measure, value);
      }),
      { numRuns: 400 },
    );
  });

  it('for every tag', () => {
    forAnyProfile((events, profile) => {
      for (const { family, value, ...tag } of readTags(profile.interests, now)) {
        for (const read of ['weight', 'fast', 'slow', 'count', 'share'] as const) {
          expectExplained(events, { measure: 'tag', family, value, read }, tag[read]);
        }
      }
    });
  });

  it('for how a user decides', () => {
    forAnyProfile((events, profile) => {
      const mind: Psychographics = readPsychographics(profile, now, context);
      for (const read of [
        'priceSensitivity',
        'discountShare',
        'pricePosition',
        'variety',
        'varietyChange',
        'viewsPerOrder',
        'deliberationMs',
        'sentiment',
      ] as const) {
        expectExplained(events, { measure: 'psychographic', read }, mind[read]);
      }
    });
  });

  it('for attention', () => {
    forAnyProfile((events, profile) => {
      const read = readEngagement(profile.engagement);
      for (const [name, value] of [
        ['pages-per-visit', read.pagesPerVisit],
        ['bounce-rate', read.bounceRate],
        ['minutes-per-page', read.visibleMsPerPage && read.visibleMsPerPage / 60_000],
        ['mean-depth', read.meanDepth],
      ] as const) {
        expectExplained(events, { measure: 'engagement', read: name }, value);
      }
      for (const [placement, clicks] of Object.entries(profile.clickThrough.placements)) {
        expectExplained(events, { measure: 'placement', placement }, clickThroughRate(clicks));
      }
      for (const vital of webVitals) {
        expectExplained(events, { measure: 'web-vital', vital }, vitalQuantile(profile.vitals, vital, 0.75));
      }
    });
  });

  it('for worth: recency, frequency, money and what is expected', () => {
    forAnyProfile((events, profile) => {
      for (const currency of ['EUR', 'USD', 'constructor']) {
        const rfm = rfmOf(profile.value, currency, now);
        const expected = { recency: rfm && rfm.recencyMs / dayMs, ...rfm };
        for (const read of ['recency', 'frequency', 'monetary'] as const) {
          expectExplained(events, { measure: 'rfm', read, currency }, expected[read]);
        }
        const { lifetime } = context;
        if (lifetime === undefined) throw new Error('the context has a lifetime model');
        const at = { currency, now, horizonDays: lifetime.horizonDays };
        expectExplained(
          events,
          { measure: 'lifetime-value', currency },
          lifetimeValue(profile.value, lifetime, at)?.value,
        );
      }
    });
  });

  it('for a place among others', () => {
    forAnyProfile((events, profile) => {
      const social = readSocial(profile.social, now);
      for (const [read, value] of [
        ['degree', social.degree ?? 0],
        ['reciprocity', social.reciprocity],
        ['interactions-per-day', social.interactionsPerDay ?? 0],
      ] as const) {
        expectExplained(events, { measure: 'social', read }, value);
      }
      for (const { peer, weight } of social.ties) expectExplained(events, { measure: 'tie', peer }, weight);
    });
  });
});

it('names the events that made a tag, largest first, with what each gives now', () => {
  const old = trackOf('Product Viewed', { brand: 'acme' }, { at: now - 120 * dayMs });
  const recent = trackOf('Product Added', { brand: 'acme' }, { at: now });
  const other = trackOf('Product Viewed', { brand: 'bolt' }, { at: now });
  const tag: ExplainTarget = { measure: 'tag', family: 'brand', value: 'acme' };
  const why = explainProfile([old, other, recent], tag, context);
  expect(why.contributions).toEqual([
    { eventId: recent.eventId, at: now, name: 'Product Added', amount: 3 },
    { eventId: old.eventId, at: old.occurredAt, name: 'Product Viewed', amount: (2 ** (-120 / 7) + 0.5) / 2 },
  ]);
  expect(why.formula).toBe('sum over touches of amount × (2^(−age / 7 d) + 2^(−age / 120 d)) / 2');
});

it('says that there is too little evidence rather than 0', () => {
  const view = trackOf('Product Viewed', { price: 3 });
  expect(explainProfile([view], { measure: 'psychographic', read: 'discountShare' }, context)).toEqual({
    value: undefined,
    formula: '(discounted views + 3 × discounted buys) / (priced views + 3 × priced buys)',
    contributions: [],
  });
});

it('names the one event behind a fact', () => {
  const browser = { timezone: 'Europe/Vienna', locale: 'de-AT' };
  const before = trackOf('Tea', {}, { at: newYear - 1, context: browser });
  const after = trackOf('Tea', {}, { at: newYear, context: { ...browser, timezone: 'Asia/Tokyo' } });
  const why = explainProfile([before, after], { measure: 'environment', read: 'timeZone' }, context);
  expect(why).toMatchObject({
    value: 'Asia/Tokyo',
    contributions: [{ eventId: after.eventId, amount: 1 }],
  });
});

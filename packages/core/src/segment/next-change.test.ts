import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryStream } from '../../test/arbitrary-event.ts';
import { arbitraryRule } from '../../test/arbitrary-rule.ts';
import { dayMs } from '../profile/decay.ts';
import { foldEvents } from '../profile/fold-event.ts';
import { compileRules } from '../profile/fold-rules.ts';
import { emptyProfile, type Profile } from '../profile/profile.ts';
import { matchesSegment } from './matches-segment.ts';
import { nextChange } from './next-change.ts';
import type { Measure, SegmentRule, Test } from './rule.ts';

const start = Date.UTC(2026, 0, 1);
const compare = (of: Measure, is: Test): SegmentRule => ({ of, is });

function profileWithTags(tags: Readonly<Record<string, readonly [fast: number, slow: number]>>): Profile {
  const category = Object.fromEntries(
    Object.entries(tags).map(([value, [fast, slow]]) => [value, [1, fast, slow, start] as const]),
  );
  return { ...emptyProfile(), interests: { category } };
}

describe('nextChange', () => {
  it('is never late: until then the outcome stays what it is', () => {
    fc.assert(
      fc.property(
        arbitraryRule,
        arbitraryStream(),
        fc.integer({ min: 0, max: 200 * dayMs }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 20 }),
        (rule, stream, afterMs, fractions) => {
          const profile = foldEvents(emptyProfile(), stream, compileRules());
          const now = start + afterMs;
          const isMember = matchesSegment(rule, profile, { now });
          const next = nextChange(rule, profile, { now });
          if (next !== undefined) expect(next).toBeGreaterThan(now);
          const until = (next ?? now + 4_000 * dayMs) - 1;
          // Near and far alike: a change can hide in the first second as well as in the tenth year.
          for (const fraction of [...fractions, 1]) {
            for (const at of [now + fraction * (until - now), now + (until - now) ** fraction - 1]) {
              const checked = Math.round(Math.min(until, Math.max(now, at)));
              expect(matchesSegment(rule, profile, { now: checked })).toBe(isMember);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  }, 30_000);

  it('leads to the change itself when it is followed', () => {
    fc.assert(
      fc.property(arbitraryRule, arbitraryStream(12), (rule, stream) => {
        const profile = foldEvents(emptyProfile(), stream, compileRules());
        // With events ahead of the clock it comes closer in smaller steps: early, never late.
        let now = Math.max(start + 31 * dayMs, profile.lastAt ?? 0);
        const isMember = matchesSegment(rule, profile, { now });
        for (let asked = 0; asked < 500; asked++) {
          const next = nextChange(rule, profile, { now });
          if (next === undefined || matchesSegment(rule, profile, { now: next }) !== isMember) return;
          now = next;
        }
        throw new Error('five hundred times early');
      }),
    );
  });

  it('is exact for time that passes', () => {
    const profile: Profile = { ...emptyProfile(), firstAt: start, lastAt: start, events: 1 };
    const rule = compare({ measure: 'days-since', time: 'last' }, { below: 30 });
    const next = nextChange(rule, profile, { now: start + dayMs });
    expect(Math.abs((next ?? 0) - (start + 30 * dayMs))).toBeLessThan(10);
  });

  it('is exact for a rate: one halving for half of it', () => {
    const profile: Profile = { ...emptyProfile(), rates: { view: [8, 8, 8, 8, start] } };
    const perDay = 8 * Math.LN2;
    const rule = compare({ measure: 'rate', kind: 'view', halfLife: 'day' }, { atLeast: perDay / 2 });
    const next = nextChange(rule, profile, { now: start });
    expect(Math.abs((next ?? 0) - (start + dayMs))).toBeLessThan(10);
  });

  it('finds the day on which a lasting interest overtakes a passing one', () => {
    const profile = profileWithTags({ passing: [4, 4], lasting: [0, 5] });
    const rule = compare(
      { measure: 'tag', family: 'category', value: 'lasting', read: 'rank' },
      { equals: 1 },
    );
    // 4·2^(−x/7) + 4·2^(−x/120) = 5·2^(−x/120) where 2^(−x(1/7 − 1/120)) = 1/4
    const days = 2 / (1 / 7 - 1 / 120);
    const next = nextChange(rule, profile, { now: start });
    expect(Math.abs((next ?? 0) - (start + days * dayMs))).toBeLessThan(20);
    expect(matchesSegment(rule, profile, { now: (next ?? 0) + 20 })).toBe(true);
  });

  it('sees a weight that rises first because a dislike fades faster than the interest', () => {
    const profile = profileWithTags({ tea: [-3, 4] });
    const rule = compare(
      { measure: 'tag', family: 'category', value: 'tea', read: 'weight' },
      { atLeast: 1 },
    );
    expect(matchesSegment(rule, profile, { now: start })).toBe(false);
    const entry = nextChange(rule, profile, { now: start }) ?? 0;
    expect(matchesSegment(rule, profile, { now: entry + 50 })).toBe(true);
    const exit = nextChange(rule, profile, { now: entry + 50 }) ?? 0;
    expect(exit).toBeGreaterThan(entry + 30 * dayMs);
    expect(matchesSegment(rule, profile, { now: exit + 50 })).toBe(false);
  });

  it('is undefined when only events can change it', () => {
    const profile = profileWithTags({ tea: [1, 1] });
    const rules = [
      compare({ measure: 'events' }, { atLeast: 3 }),
      compare({ measure: 'tag', family: 'category', value: 'tea', read: 'weight' }, { atLeast: 2 }),
      compare({ measure: 'tag', family: 'category', value: 'milk', read: 'share' }, { atLeast: 0.5 }),
      compare({ measure: 'days-since', time: 'last', event: 'Order Completed' }, { below: 3 }),
    ];
    for (const rule of rules) expect(nextChange(rule, profile, { now: start })).toBeUndefined();
  });
});

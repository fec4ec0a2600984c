import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryStream } from '../../test/arbitrary-event.ts';
import { arbitraryRule } from '../../test/arbitrary-rule.ts';
import { newYear, trackOf } from '../profile/event.fixture.ts';
import { explainProfile } from '../profile/explain-profile.ts';
import { foldEvents } from '../profile/fold-event.ts';
import { compileRules } from '../profile/fold-rules.ts';
import { emptyProfile } from '../profile/profile.ts';
import { evaluateSegment } from './evaluate-segment.ts';
import { explainSegment } from './explain-segment.ts';
import { matchesSegment } from './matches-segment.ts';
import type { SegmentRule } from './rule.ts';

it('says of the whole what evaluation says', () => {
  fc.assert(
    fc.property(arbitraryRule, arbitraryStream(12), (rule, stream) => {
      const profile = foldEvents(emptyProfile(), stream, compileRules());
      const context = { now: Date.UTC(2026, 0, 20) };
      const isMember = matchesSegment(rule, profile, context);
      expect(explainSegment(rule, profile, context).holds).toBe(isMember);
      expect(evaluateSegment(rule, profile, context).isMember).toBe(isMember);
    }),
  );
});

it('shows what each comparison found', () => {
  const buyer: SegmentRule = { of: { measure: 'value', read: 'orders' }, is: { atLeast: 1 } };
  const rule: SegmentRule = {
    all: [{ not: { segment: 'buyer' } }, { of: { measure: 'trait', name: 'plan' }, is: { known: true } }],
  };
  const rules = new Map([['buyer', buyer]]);
  expect(explainSegment(rule, emptyProfile(), { now: 0, rules })).toEqual({
    rule: 'not in segment buyer and trait plan is known',
    holds: false,
    parts: [
      {
        rule: 'not in segment buyer',
        holds: true,
        parts: [
          {
            rule: 'in segment buyer',
            holds: false,
            parts: [{ rule: 'number of orders at least 1', holds: false, value: 0 }],
          },
        ],
      },
      { rule: 'trait plan is known', holds: false },
    ],
  });
});

it('tells which events made each comparison what it is', () => {
  const rules = compileRules();
  const rule: SegmentRule = {
    of: { measure: 'tag', family: 'brand', value: 'acme', read: 'weight' },
    is: { atLeast: 1 },
  };
  const seen = trackOf('Product Added', { brand: 'acme' });
  const other = trackOf('Product Viewed', { brand: 'bolt' });
  const events = [seen, other];
  const profile = foldEvents(emptyProfile(), events, rules);
  const why = explainSegment(rule, profile, {
    now: newYear,
    explain: (measure) => explainProfile(events, measure, { now: newYear, rules }),
  });
  expect(why).toMatchObject({ holds: true, value: 3, made: { value: 3 } });
  expect(why.made?.contributions.map(({ eventId }) => eventId)).toEqual([seen.eventId]);
});

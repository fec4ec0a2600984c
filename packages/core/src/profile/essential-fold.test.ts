import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryStream } from '../../test/arbitrary-event.ts';
import { matchesRule } from '../segment/matches-rule.ts';
import { matchesSegment } from '../segment/matches-segment.ts';
import { type EssentialMeasure, readEssentialMeasure } from '../segment/read-essential-measure.ts';
import { readyMadeRules } from '../segment/ready-made-rules.ts';
import { segmentText } from '../text/segment-text.ts';
import { createEssentialFold } from './essential-fold.ts';
import { foldEvents } from './fold-event.ts';
import { compileRules } from './fold-rules.ts';
import { createLocalClock } from './local-time.ts';
import { emptyProfile, type Profile } from './profile.ts';

const foldEssentials = createEssentialFold({
  segmentWords: (text) => segmentText(text),
  localTime: createLocalClock(),
});
const rules = compileRules();

/** What both folds are to agree on; JSON tells maps with and without a prototype alike. */
function essentials(profile: Profile): unknown {
  const { events, firstAt, lastAt, counts, rates, interests, value, engagement, psychographics } = profile;
  const slices = { events, firstAt, lastAt, counts, rates, interests, value, engagement, psychographics };
  return JSON.parse(JSON.stringify(slices));
}

it('folds its slices as the whole fold does, and leaves the others alone', () => {
  fc.assert(
    fc.property(arbitraryStream(), (stream) => {
      const brief = foldEssentials(emptyProfile(), stream);
      expect(essentials(brief)).toEqual(essentials(foldEvents(emptyProfile(), stream, rules)));
      expect(brief.channel).toEqual({});
    }),
  );
});

it('puts a profile into the same ready-made segments', () => {
  const madeRules = Object.values(readyMadeRules());
  fc.assert(
    fc.property(arbitraryStream(), fc.nat({ max: 200 }), (stream, days) => {
      const whole = foldEvents(emptyProfile(), stream, rules);
      const now = (whole.lastAt ?? 0) + days * 86_400_000;
      const brief = foldEssentials(emptyProfile(), stream);
      for (const rule of madeRules) {
        // The ready-made rules ask for nothing else.
        const isIn = matchesRule(rule, (of) => readEssentialMeasure(of as EssentialMeasure, brief, now));
        expect(isIn).toBe(matchesSegment(rule, whole, { now }));
      }
    }),
  );
});

it('answers the same reference when nothing happened', () => {
  const profile = emptyProfile();
  expect(foldEssentials(profile, [])).toBe(profile);
});

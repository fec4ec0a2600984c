import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryStream } from '../../test/arbitrary-event.ts';
import { explainRelevance } from './explain-relevance.ts';
import { foldEvents } from './fold-event.ts';
import { compileRules } from './fold-rules.ts';
import { readTags } from './interest.ts';
import { emptyProfile } from './profile.ts';
import { withRelevance } from './relevance.ts';

const rules = compileRules();
const mix = { count: 0.1, fast: 0.4, slow: 0.3, crowd: 0.2 };

it('gives every event its part of a relevance, and the crowd the rest: together they are what is read', () => {
  fc.assert(
    fc.property(arbitraryStream(), (events) => {
      const profile = foldEvents(emptyProfile(), events, rules);
      fc.pre(profile.dropped === 0);
      const now = (profile.lastAt ?? 0) + 86_400_000;
      const tags = readTags(profile.interests, now, rules.tagHalfLives);
      const crowd = Object.fromEntries(tags.slice(0, 3).map(({ value }) => [value, 0.2]));
      const source = { mix, crowd, prior: 5 };
      for (const { family, value, relevance } of withRelevance(tags, () => source)) {
        const explained = explainRelevance(events, { family, value }, source, { now, rules });
        expect(explained.value).toBeCloseTo(relevance, 9);
      }
    }),
  );
});

it('is what everybody likes of a tag that nobody has shown', () => {
  const source = { mix, crowd: { tea: 0.5 }, prior: 5 };
  expect(explainRelevance([], { family: 'category', value: 'tea' }, source, { now: 0, rules })).toMatchObject(
    {
      value: 0.5,
      base: 0.5,
      contributions: [],
    },
  );
});

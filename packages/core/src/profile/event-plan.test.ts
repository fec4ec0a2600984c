import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryStream } from '../../test/arbitrary-event.ts';
import { draftProfile } from './draft-profile.ts';
import { trackOf } from './event.fixture.ts';
import { foldEvents } from './fold-event.ts';
import { compileRules } from './fold-rules.ts';
import { foldSlice, type SliceFold } from './fold-slice.ts';
import { emptyProfile } from './profile.ts';

const rules = compileRules({ scoreText: (text) => (text === 'good' ? 0.7 : -0.5) });

it('leaves out only slices that the event would not change', () => {
  fc.assert(
    fc.property(arbitraryStream(12), (stream) => {
      const profile = foldEvents(emptyProfile(), stream, rules);
      for (const event of stream) {
        const plan = rules.planFor(event);
        const draft = draftProfile(profile);
        for (const fold of Object.values<SliceFold>(foldSlice)) {
          if (!plan.folds.includes(fold)) fold(draft, event, plan);
        }
        expect(JSON.stringify(draft)).toBe(JSON.stringify(profile));
      }
    }),
  );
});

it('plans an event of a known name once, and does not grow without end', () => {
  const [first, again] = ['Tea Poured', 'Tea Poured'].map((name) => rules.planFor(trackOf(name)));
  expect(again).toBe(first);
  for (let i = 0; i < 5_000; i++) rules.planFor(trackOf(`Custom ${i}`));
  const renewed = rules.planFor(trackOf('Tea Poured'));
  expect(renewed).not.toBe(first);
  expect(renewed).toEqual(first);
});

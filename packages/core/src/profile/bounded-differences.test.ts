import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortDifferences } from './bounded-differences.ts';
import { compareProfiles } from './compare-profiles.ts';
import { newYear, trackOf } from './event.fixture.ts';
import { foldEvents } from './fold-event.ts';
import { compileRules } from './fold-rules.ts';
import { tagLimit } from './interest.ts';
import { emptyProfile } from './profile.ts';

const rules = compileRules();
const views = Array.from({ length: 3 * tagLimit }, (_, i) =>
  trackOf(
    'Product Viewed',
    { category: `c${i % 5}`, name: `p${(i * 7) % (2 * tagLimit)}` },
    { at: newYear + i * 1_000 },
  ),
);
const fold = (events: typeof views) => foldEvents(emptyProfile(), events, rules);
const sorted = (a: ReturnType<typeof fold>, b: ReturnType<typeof fold>) =>
  sortDifferences(compareProfiles(a, b), a, b);

describe('differences of two folds', () => {
  it('are all of bounds when the order alone differs', () => {
    const inTime = fold(views);
    expect(inTime.dropped).toBeGreaterThan(0);
    let differed = 0;
    fc.assert(
      fc.property(fc.shuffledSubarray(views, { minLength: views.length }), (shuffled) => {
        const { wrong, bounded } = sorted(fold(shuffled), inTime);
        differed += bounded.length;
        expect(wrong).toEqual([]);
        for (const { path } of bounded) expect(path).toMatch(/^(dropped$|interests\.product\.)/);
      }),
      { numRuns: 20 },
    );
    expect(differed).toBeGreaterThan(0);
  });

  it('are wrong when an event is missing, full families or not', () => {
    const { wrong } = sorted(fold(views.slice(1)), fold(views));
    expect(wrong.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['events', 'counts.Product Viewed.0', 'interests.category.c0.count']),
    );
  });

  it('are wrong while nothing was pushed out', () => {
    const few = views.slice(0, tagLimit);
    const full = fold(few);
    expect(full.dropped).toBe(0);
    expect(sorted(fold([...few, trackOf('Product Viewed', { name: 'p0' })]), full).bounded).toEqual([]);
  });
});

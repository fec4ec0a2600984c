import { placementLimit } from './click-through.ts';
import type { ProfileDifference } from './compare-profiles.ts';
import { countLimit } from './count.ts';
import { familyLimit, tagLimit } from './interest.ts';
import type { Profile } from './profile.ts';
import { tieLimit } from './social.ts';
import { traitLimit } from './trait.ts';
import { currencyLimit } from './value.ts';

/** The differences of two folds of the same events, taken apart. */
export interface SortedDifferences {
  /** What must never differ: a lost or doubled event, other rules, damage. */
  readonly wrong: readonly ProfileDifference[];
  /** What depends on the order in which the events were folded, because a bound pushed entries out. */
  readonly bounded: readonly ProfileDifference[];
}

/**
 * Tells the differences that bounds explain from those that nothing explains.
 *
 * A part that is full (64 tags of a family, 96 names, …) has pushed out what weighed least at that moment, and what comes
 * back begins again: its content depends on the order, and on rounding where weights tie. That excuses a difference in a
 * part that is full in both profiles while both say that something was `dropped`; all other parts must be equal.
 */
export function sortDifferences(
  differences: readonly ProfileDifference[],
  a: Profile,
  b: Profile,
): SortedDifferences {
  if (a.dropped === 0 || b.dropped === 0) return { wrong: differences, bounded: [] };
  const ofB = new Set(fullParts(b));
  const full = fullParts(a).filter((part) => ofB.has(part));
  const isBounded = ({ path }: ProfileDifference): boolean =>
    full.length > 0 && (path === 'dropped' || full.some((part) => path.startsWith(`${part}.`)));
  return {
    wrong: differences.filter((difference) => !isBounded(difference)),
    bounded: differences.filter(isBounded),
  };
}

/** The parts of a profile that hold as much as they may, as paths of `compareProfiles`. */
function fullParts(profile: Profile): readonly string[] {
  const parts: readonly (readonly [path: string, map: object, limit: number])[] = [
    ['interests', profile.interests, familyLimit],
    ...Object.entries(profile.interests).map(
      ([family, tags]) => [`interests.${family}`, tags, tagLimit] as const,
    ),
    ['counts', profile.counts, countLimit],
    ['traits', profile.traits, traitLimit],
    ['value', profile.value, currencyLimit],
    ['clickThrough.placements', profile.clickThrough.placements, placementLimit],
    ['social', profile.social, tieLimit],
  ];
  return parts.flatMap(([path, map, limit]) => (Object.keys(map).length >= limit ? [path] : []));
}

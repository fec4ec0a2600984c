import { compareProfiles, emptyProfile, foldEvents, type ProfileDifference } from '@likeness/core';
import type { ApplyDeps } from '../apply/apply-batch.ts';
import { evaluateSegments } from '../apply/evaluate-segments.ts';
import { readProfileEvents } from '../store/event-store.ts';
import { type PagedProfile, profilePage } from '../store/profile-page.ts';
import type { SavedProfile } from '../store/profile-store.ts';

/** How to refold. */
export interface RefoldOptions {
  /** `check` compares and changes nothing; `write` saves the profiles that differ. */
  readonly mode: 'check' | 'write';
  readonly signal: AbortSignal;
  readonly onDifference?: (found: {
    readonly profileId: string;
    /** `a` is the stored profile, `b` the fold of its events. */
    readonly differences: readonly ProfileDifference[];
  }) => void;
}

/** What was refolded. */
export interface RefoldResult {
  readonly profiles: number;
  readonly events: number;
  /** Profiles that differed from the fold of their events. */
  readonly different: number;
}

/**
 * Stored weights have single precision (2^-24 = 6e-8) and are rounded at every save; a thousand times that forgives
 * millions of saves, while a lost or doubled event shows in the exact counts.
 */
export const storedTolerance = 1e-4;

const pageSize = 500;

/** A transaction holds the locks of so many profiles at most, and the events of one more than these. */
const transactionProfiles = 100;
const transactionEvents = 5_000;

/**
 * Folds every profile from its events, in event-time order, and compares it with what is stored.
 *
 * Profiles are read under their locks together with their events, so it may run beside ingest.
 */
export async function refoldProfiles(deps: ApplyDeps, options: RefoldOptions): Promise<RefoldResult> {
  const result = { profiles: 0, events: 0, different: 0 };
  let after: string | undefined;
  for (;;) {
    const page = await profilePage(deps.sql, after, pageSize);
    for (const group of groupsOf(page)) {
      options.signal.throwIfAborted();
      await refoldGroup(deps, group, options, result);
    }
    after = page.at(-1)?.profileId;
    if (after === undefined) return result;
  }
}

/** Cuts a page into groups for one transaction each: a round trip for each profile would be most of the time. */
function groupsOf(page: readonly PagedProfile[]): readonly (readonly PagedProfile[])[] {
  const groups: PagedProfile[][] = [];
  let group: PagedProfile[] = [];
  let events = 0;
  for (const profile of page) {
    if (group.length === 0 || group.length >= transactionProfiles || events >= transactionEvents) {
      group = [];
      groups.push(group);
      events = 0;
    }
    group.push(profile);
    events += profile.events;
  }
  return groups;
}

async function refoldGroup(
  deps: ApplyDeps,
  group: readonly PagedProfile[],
  options: RefoldOptions,
  result: { profiles: number; events: number; different: number },
): Promise<void> {
  const ids = group.map(({ profileId }) => profileId);
  await deps.sql.begin(async (sql) => {
    const stored = await deps.profiles.lock(sql, ids);
    const events = await readProfileEvents(sql, ids, deps.dictionaries);
    const changed: SavedProfile[] = [];
    for (const { profileId, siteId } of group) {
      const own = events.get(profileId) ?? [];
      const profile = foldEvents(emptyProfile(), own, deps.rules);
      result.profiles++;
      result.events += own.length;
      const differences = compareProfiles(stored.get(profileId) ?? emptyProfile(), profile, {
        relative: storedTolerance,
        halfLives: deps.rules.tagHalfLives,
      });
      if (differences.length === 0) continue;
      result.different++;
      options.onDifference?.({ profileId, differences });
      changed.push({ profileId, siteId, profile, updatedAt: deps.now() });
    }
    if (options.mode === 'check') return;
    await deps.profiles.save(sql, changed);
    if (deps.segments !== undefined) {
      await evaluateSegments(sql, deps.segments, { profiles: changed, cause: 'rule', now: deps.now() });
    }
  });
}

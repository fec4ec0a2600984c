import {
  compareProfiles,
  emptyProfile,
  foldEvents,
  type ProfileDifference,
  sortDifferences,
} from '@likeness/core';
import type { ApplyDeps } from '../apply/apply-batch.ts';
import { evaluateSegments } from '../apply/evaluate-segments.ts';
import { retryConflicts } from '../apply/retry-conflicts.ts';
import type { Statements } from '../store/connect.ts';
import { eventsKeptSince } from '../store/partitions.ts';
import { insertEmptyProfiles, readBacklog, removeBacklog } from '../store/profile-backlog.ts';
import { readProfileEvents } from '../store/profile-events.ts';
import type { PagedProfile } from '../store/profile-page.ts';
import type { SavedProfile } from '../store/profile-store.ts';

/** A profile that is not the fold of its events. */
export interface FoundDifference {
  readonly profileId: string;
  /** `a` is the stored profile, `b` the fold of its events. */
  readonly differences: readonly ProfileDifference[];
}

/** What was refolded. */
export interface RefoldCounts {
  readonly profiles: number;
  readonly events: number;
  /** Profiles that differed from the fold of their events. */
  readonly different: number;
  /** Profiles that differed only in full parts, whose content depends on the order of arrival (`sortDifferences`). */
  readonly bounded: number;
  /** Profiles that were not compared: events of theirs wait to be folded (the strategy `batch`). */
  readonly pending: number;
  /** Profiles left as they are: their first events were dropped when their retention was over. */
  readonly incomplete: number;
}

/** No profiles. */
export const noRefoldCounts: RefoldCounts = {
  profiles: 0,
  events: 0,
  different: 0,
  bounded: 0,
  pending: 0,
  incomplete: 0,
};

/** Adds two counts. */
export function addRefoldCounts(a: RefoldCounts, b: RefoldCounts): RefoldCounts {
  return {
    profiles: a.profiles + b.profiles,
    events: a.events + b.events,
    different: a.different + b.different,
    bounded: a.bounded + b.bounded,
    pending: a.pending + b.pending,
    incomplete: a.incomplete + b.incomplete,
  };
}

/** How to refold. */
export interface RefoldGroupOptions {
  /** `check` compares and changes nothing; `write` saves the profiles that differ. */
  readonly mode: 'check' | 'write';
  readonly onDifference?: ((found: FoundDifference) => void) | undefined;
  /** Runs at the end of the transaction. */
  readonly inTransaction?: (sql: Statements, counts: RefoldCounts) => Promise<void>;
}

/**
 * Stored weights have single precision (2^-24 = 6e-8) and are rounded at every save; a thousand times that forgives
 * millions of saves, while a lost or doubled event shows in the exact counts.
 */
export const storedTolerance = 1e-4;

/**
 * Folds some profiles from their events, in event-time order, and compares each with what is stored.
 *
 * They are read under their locks together with their events, so it may run beside ingest.
 */
export async function refoldGroup(
  deps: ApplyDeps,
  group: readonly Pick<PagedProfile, 'profileId' | 'siteId'>[],
  options: RefoldGroupOptions,
): Promise<RefoldCounts> {
  return await retryConflicts(() => deps.sql.begin(async (sql) => await refoldIn(sql, deps, group, options)));
}

async function refoldIn(
  sql: Statements,
  deps: ApplyDeps,
  group: readonly Pick<PagedProfile, 'profileId' | 'siteId'>[],
  { mode, onDifference, inTransaction }: RefoldGroupOptions,
): Promise<RefoldCounts> {
  const ids = group.map(({ profileId }) => profileId);
  // Before the events are read: what arrives later puts its profile back.
  const pending = mode === 'check' ? await readBacklog(sql, ids) : await removeBacklog(sql, ids);
  const fresh = mode === 'check' ? [] : group.filter(({ profileId }) => pending.has(profileId));
  await insertEmptyProfiles(sql, deps.placement, fresh, deps.now());
  const stored = await deps.profiles.lock(sql, ids);
  const events = await readProfileEvents(sql, ids, deps);
  const keptSince = await eventsKeptSince(sql);
  const changed: SavedProfile[] = [];
  const counts = { ...noRefoldCounts };
  for (const { profileId, siteId } of group) {
    const own = events.get(profileId) ?? [];
    counts.profiles++;
    counts.events += own.length;
    if (mode === 'check' && pending.has(profileId)) {
      counts.pending++;
      continue;
    }
    const before = stored.get(profileId);
    if (before?.firstAt !== undefined && before.firstAt < keptSince) {
      counts.incomplete++;
      continue;
    }
    const profile = foldEvents(emptyProfile(), own, deps.rules);
    const differences = compareProfiles(before ?? emptyProfile(), profile, {
      relative: storedTolerance,
      halfLives: deps.rules.tagHalfLives,
    });
    if (differences.length === 0) continue;
    changed.push({ profileId, siteId, profile, updatedAt: deps.now() });
    // A profile that waited is expected to differ.
    if (pending.has(profileId)) continue;
    const { wrong } = sortDifferences(differences, before ?? emptyProfile(), profile);
    if (wrong.length === 0) counts.bounded++;
    else {
      counts.different++;
      onDifference?.({ profileId, differences: wrong });
    }
  }
  if (mode === 'write') {
    await deps.profiles.save(sql, changed);
    if (deps.segments !== undefined) {
      await evaluateSegments(sql, deps.segments, { profiles: changed, cause: 'rule', now: deps.now() });
    }
  }
  await inTransaction?.(sql, counts);
  return counts;
}

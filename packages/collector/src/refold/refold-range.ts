import type { ApplyDeps } from '../apply/apply-batch.ts';
import type { Statements } from '../store/connect.ts';
import { type PagedProfile, profilePage } from '../store/profile-page.ts';
import { type FoundDifference, type RefoldCounts, refoldGroup } from './refold-group.ts';

/** Profiles by their ids; left out, from the first and to the last. */
export interface ProfileRange {
  /** Behind this one. */
  readonly afterId?: string | undefined;
  readonly toId?: string | undefined;
}

/** How to refold a range. */
export interface RefoldRangeOptions {
  readonly mode: 'check' | 'write';
  readonly signal: AbortSignal;
  readonly onDifference?: ((found: FoundDifference) => void) | undefined;
  /** Told after each transaction. */
  readonly onStep?: (counts: RefoldCounts) => void;
  /** Runs at the end of each transaction; `lastId` is the last profile that it settles. */
  readonly inTransaction?: (sql: Statements, lastId: string, counts: RefoldCounts) => Promise<void>;
}

const pageSize = 500;

/** A transaction holds the locks of so many profiles at most, and the events of one more than these. */
const transactionProfiles = 100;
const transactionEvents = 5_000;

/** Refolds the profiles of a range in the order of their ids, some in each transaction. */
export async function refoldRange(
  deps: ApplyDeps,
  range: ProfileRange,
  options: RefoldRangeOptions,
): Promise<void> {
  const { mode, signal, onDifference, onStep, inTransaction } = options;
  let after = range.afterId;
  for (;;) {
    const page = await profilePage(deps.sql, after, pageSize, range.toId);
    for (const group of groupsOf(page)) {
      signal.throwIfAborted();
      const lastId = group.at(-1)?.profileId ?? '';
      const counts = await refoldGroup(deps, group, {
        mode,
        onDifference,
        ...(inTransaction === undefined
          ? {}
          : { inTransaction: async (sql, done) => await inTransaction(sql, lastId, done) }),
      });
      onStep?.(counts);
    }
    after = page.at(-1)?.profileId;
    if (after === undefined) return;
  }
}

/** Cuts profiles into groups for one transaction each: a round trip for each profile would be most of the time. */
export function groupsOf<T extends Pick<PagedProfile, 'events'>>(
  page: readonly T[],
): readonly (readonly T[])[] {
  const groups: T[][] = [];
  let group: T[] = [];
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

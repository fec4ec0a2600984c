import { emptyProfile } from '@likeness/core';
import type { Statements } from '../store/connect.ts';
import type { KeyedEvent } from '../store/event-store.ts';
import { addBacklog } from '../store/profile-backlog.ts';
import type { ProfileStore, SavedProfile } from '../store/profile-store.ts';
import type { IdentityPlan } from './resolve-identity.ts';

/**
 * Leaves the folding of new events to the job `profile-batch` (the strategy `batch`): the profiles that they concern go
 * into the backlog, and a profile that was merged away is emptied at once. Answers the latter.
 */
export async function postponeFolding(
  deps: { readonly profiles: ProfileStore; readonly now: () => number },
  sql: Statements,
  events: readonly KeyedEvent[],
  { profileIds, merges, moves }: IdentityPlan,
): Promise<readonly SavedProfile[]> {
  const mergedInto = new Map(merges.map((merge) => [merge.from, merge]));
  const waiting = new Map<string, number>();
  events.forEach((event, i) => {
    waiting.set(profileIds[i] ?? '', event.siteId);
  });
  for (const { from, into, siteId } of [...merges, ...moves]) waiting.set(from, siteId).set(into, siteId);
  for (const from of mergedInto.keys()) waiting.delete(from);
  const now = deps.now();
  // First: the job takes the rows of the backlog before those of profiles.
  await addBacklog(
    sql,
    [...waiting].map(([profileId, siteId]) => ({ profileId, siteId })),
    now,
  );
  await deps.profiles.lock(sql, [...mergedInto.keys()]);
  const emptied = [...mergedInto.values()].map(
    ({ from, into, siteId }): SavedProfile => ({
      profileId: from,
      siteId,
      profile: emptyProfile(),
      mergedInto: into,
      updatedAt: now,
    }),
  );
  await deps.profiles.save(sql, emptied);
  return emptied;
}

import type { ApplyDeps } from '../apply/apply-batch.ts';
import { oldestBacklog } from '../store/profile-backlog.ts';
import { refoldGroup } from './refold-group.ts';

/** What was folded. */
export interface FoldedBacklog {
  readonly profiles: number;
  /** Since when (epoch ms) the first of them had waited. */
  readonly since: number | undefined;
}

/** Profiles of one transaction, and the transactions after which a call ends at the latest. */
const groupSize = 50;
const mostGroups = 100_000;

/**
 * Folds the profiles whose events wait (the strategy `batch`), those that have waited longest first, each whole from its
 * events: so it does not matter what was folded before, or how often.
 */
export async function foldBacklog(deps: ApplyDeps, signal: AbortSignal): Promise<FoldedBacklog> {
  let profiles = 0;
  let since: number | undefined;
  for (let i = 0; i < mostGroups; i++) {
    signal.throwIfAborted();
    const oldest = await oldestBacklog(deps.sql, groupSize);
    since ??= oldest.since;
    if (oldest.profiles.length === 0) break;
    await refoldGroup(deps, oldest.profiles, { mode: 'write' });
    profiles += oldest.profiles.length;
  }
  return { profiles, since };
}

import type { ApplyDeps } from '../apply/apply-batch.ts';
import { oldestBacklog } from '../store/profile-backlog.ts';
import { refoldGroup } from './refold-group.ts';

/** What was folded. */
export interface FoldedBacklog {
  readonly profiles: number;
  /** Since when (epoch ms) the first of them had waited. */
  readonly since: number | undefined;
}

/** Profiles of one transaction. */
const groupSize = 50;

/**
 * Folds the profiles whose events wait (the strategy `batch`), those that have waited longest first, each whole from its
 * events: so it does not matter what was folded before, or how often.
 */
export async function foldBacklog(deps: ApplyDeps, signal: AbortSignal): Promise<FoldedBacklog> {
  let profiles = 0;
  let since: number | undefined;
  for (;;) {
    signal.throwIfAborted();
    const oldest = await oldestBacklog(deps.sql, groupSize);
    since ??= oldest.since;
    if (oldest.profiles.length === 0) return { profiles, since };
    await refoldGroup(deps, oldest.profiles, { mode: 'write' });
    profiles += oldest.profiles.length;
  }
}

import type { ApplyDeps } from '../apply/apply-batch.ts';
import type { PagedProfile } from '../store/profile-page.ts';
import { addRefoldCounts, noRefoldCounts, type RefoldCounts, refoldGroup } from './refold-group.ts';
import { groupsOf, type RefoldRangeOptions } from './refold-range.ts';

/** Refolds some profiles. */
export async function refoldIds(
  deps: ApplyDeps,
  profiles: readonly PagedProfile[],
  { mode, signal, onDifference }: RefoldRangeOptions,
): Promise<RefoldCounts> {
  let counts = noRefoldCounts;
  for (const group of groupsOf(profiles)) {
    signal.throwIfAborted();
    counts = addRefoldCounts(counts, await refoldGroup(deps, group, { mode, onDifference }));
  }
  return counts;
}

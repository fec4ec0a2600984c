import type { ApplyDeps } from '../apply/apply-batch.ts';
import { addRefoldCounts, noRefoldCounts, type RefoldCounts } from './refold-group.ts';
import { type ProfileRange, type RefoldRangeOptions, refoldRange } from './refold-range.ts';

/** Refolds every profile, or those of a range, one transaction after the other; see {@link refoldRange}. */
export async function refoldProfiles(
  deps: ApplyDeps,
  options: RefoldRangeOptions,
  range: ProfileRange = {},
): Promise<RefoldCounts> {
  let result = noRefoldCounts;
  await refoldRange(deps, range, {
    ...options,
    onStep: (counts) => {
      result = addRefoldCounts(result, counts);
      options.onStep?.(counts);
    },
  });
  return result;
}

import type { ApplyDeps } from '../apply/apply-batch.ts';
import { addRefoldCounts, noRefoldCounts, type RefoldCounts } from './refold-group.ts';
import { type RefoldRangeOptions, refoldRange } from './refold-range.ts';

/** Refolds every profile, one transaction after the other; see {@link refoldRange}. */
export async function refoldProfiles(deps: ApplyDeps, options: RefoldRangeOptions): Promise<RefoldCounts> {
  let result = noRefoldCounts;
  await refoldRange(
    deps,
    {},
    {
      ...options,
      onStep: (counts) => {
        result = addRefoldCounts(result, counts);
        options.onStep?.(counts);
      },
    },
  );
  return result;
}

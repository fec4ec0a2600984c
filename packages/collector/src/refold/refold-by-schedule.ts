import type { ApplyDeps } from '../apply/apply-batch.ts';
import { RefoldRunningError, refoldEverybody } from './refold-everybody.ts';

/** Refolds everybody, or goes on with it; does nothing while somebody else does. Answers what this run did. */
export async function refoldBySchedule(
  deps: ApplyDeps,
  options: { readonly rulesDigest: string; readonly signal: AbortSignal },
): Promise<{ readonly profiles: number }> {
  try {
    const { counts, before } = await refoldEverybody(deps, {
      ...options,
      mode: 'write',
      begin: 'where it stopped',
    });
    return { profiles: counts.profiles - before.profiles };
  } catch (error) {
    if (error instanceof RefoldRunningError) return { profiles: 0 };
    throw error;
  }
}

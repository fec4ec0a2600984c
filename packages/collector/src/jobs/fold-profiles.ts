import type { Job } from './schedule.ts';

/**
 * Folds the profiles whose events wait (the strategy `batch`). It runs under every strategy, so that what was left waiting
 * when the strategy changed is folded too; with nothing waiting it asks one question.
 */
export function createProfileBatch(
  fold: (signal: AbortSignal) => Promise<{ readonly profiles: number; readonly since: number | undefined }>,
  everyMs: number,
): Job {
  return {
    name: 'profile-batch',
    everyMs,
    run: async ({ now, signal }) => {
      const { profiles, since } = await fold(signal);
      return { rows: profiles, lagMs: since === undefined ? 0 : Math.max(0, now - since) };
    },
  };
}

import type { Job } from './schedule.ts';

/**
 * Folds every profile from its events again by schedule (the strategy `hybrid`): what the live fold estimated under
 * rules that have changed since becomes what the events say under the rules of now. A run that was cut short is gone on
 * with by the next.
 */
export function createProfileRefold(
  refold: (signal: AbortSignal) => Promise<{ readonly profiles: number }>,
  everyMs: number,
): Job {
  return {
    name: 'profile-refold',
    everyMs,
    run: async ({ signal }) => ({ rows: (await refold(signal)).profiles }),
  };
}

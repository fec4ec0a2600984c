import type { Job } from './schedule.ts';

/** Forgets memberships that ended long enough ago, once an hour; `prune` answers how many. */
export function createMembershipPrune(prune: (now: number) => Promise<number>): Job {
  return {
    name: 'membership-prune',
    everyMs: 3_600_000,
    run: async ({ now }) => ({ rows: await prune(now) }),
  };
}

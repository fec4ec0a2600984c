import type { Job } from './schedule.ts';

/** Forgets inputs that were in quarantine long enough, once an hour; `prune` answers how many. */
export function createQuarantinePrune(prune: (now: number) => Promise<number>): Job {
  return {
    name: 'quarantine-prune',
    everyMs: 3_600_000,
    run: async ({ now }) => ({ rows: await prune(now) }),
  };
}

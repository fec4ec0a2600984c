import type { Job } from './schedule.ts';

/** Makes the partitions of the coming months and drops those whose retention is over; `keep` answers how many it dropped. */
export function createPartitionKeeper(keep: (now: number) => Promise<number>): Job {
  return {
    name: 'event-partitions',
    everyMs: 6 * 3_600_000,
    run: async ({ now }) => ({ rows: await keep(now) }),
  };
}

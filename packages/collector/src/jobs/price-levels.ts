import type { Job } from './schedule.ts';

/** Computes by schedule how prices spread over all users; `save` answers how many categories have a level. */
export function createPriceLevels(save: (now: number) => Promise<number>, everyMs: number): Job {
  return {
    name: 'price-levels',
    everyMs,
    run: async ({ now }) => ({ rows: await save(now) }),
  };
}

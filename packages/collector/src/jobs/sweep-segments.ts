import type { MembershipChange } from '../store/membership-store.ts';
import type { Job } from './schedule.ts';

/** Brings the memberships of profiles up to date in one transaction that locks them; answers what changed. */
export type RefreshMemberships = (
  profileIds: readonly string[],
  cause: 'time' | 'rule',
) => Promise<readonly MembershipChange[]>;

/** What the sweeper works with. */
export interface SweepDeps {
  /** Profiles that must be looked at by `now`, most overdue first. */
  readonly due: (
    now: number,
    limit: number,
  ) => Promise<readonly { readonly profileId: string; readonly dueAt: number }[]>;
  readonly refresh: RefreshMemberships;
  readonly onChange: (changes: readonly MembershipChange[]) => void;
}

const pageSize = 200;
/** Pages in one run, so that what is written in `jobs` is never old. */
const mostPages = 25;

/** Looks every second at the profiles whose segments time alone may have changed; never at the others. */
export function createSegmentSweep(deps: SweepDeps): Job {
  return {
    name: 'segment-sweep',
    everyMs: 1_000,
    run: async ({ now, signal }) => {
      let rows = 0;
      let lagMs = 0;
      for (let page = 0; page < mostPages && !signal.aborted; page++) {
        const due = await deps.due(now, pageSize);
        for (const { dueAt } of due) lagMs = Math.max(lagMs, now - dueAt);
        if (due.length > 0) {
          deps.onChange(
            await deps.refresh(
              due.map(({ profileId }) => profileId),
              'time',
            ),
          );
        }
        rows += due.length;
        if (due.length < pageSize) return { rows, lagMs };
      }
      return { rows, lagMs, next: 'now' };
    },
  };
}

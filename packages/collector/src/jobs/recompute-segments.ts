import type { MembershipChange } from '../store/membership-store.ts';
import type { Job } from './schedule.ts';
import type { RefreshMemberships } from './sweep-segments.ts';

/** What the recomputation works with. */
export interface RecomputeDeps {
  /** The next profiles in the order of their ids. */
  readonly page: (
    after: string | undefined,
    size: number,
  ) => Promise<readonly { readonly profileId: string }[]>;
  readonly refresh: RefreshMemberships;
  readonly onChange: (changes: readonly MembershipChange[]) => void;
  /** How often everybody is looked at although no rule changed; left out, never. */
  readonly everyMs?: number;
}

/** The name under which a change of rules wakes it, with the state {@link everybody}. */
export const recomputeSegmentsJob = 'segment-recompute';

/** The state that asks for everybody to be looked at. */
export const everybody = { isPending: true, after: null };

const pageSize = 200;
const mostPages = 10;

/**
 * Looks at every profile, page by page, after a rule changed and (in the strategies `batch` and `hybrid`) by
 * schedule. It remembers how far it came, so a restart continues.
 */
export function createSegmentRecompute(deps: RecomputeDeps): Job {
  return {
    name: recomputeSegmentsJob,
    everyMs: 5_000,
    run: async ({ now, state, signal }) => {
      const known = readState(state);
      const isDue = deps.everyMs !== undefined && now - (known.finishedAt ?? 0) >= deps.everyMs;
      if (!known.isPending && !isDue) return { rows: 0 };
      let { after } = known;
      let rows = 0;
      for (let i = 0; i < mostPages && !signal.aborted; i++) {
        const page = await deps.page(after, pageSize);
        if (page.length > 0) {
          deps.onChange(
            await deps.refresh(
              page.map(({ profileId }) => profileId),
              'rule',
            ),
          );
        }
        rows += page.length;
        after = page.at(-1)?.profileId;
        if (page.length < pageSize)
          return { rows, state: { isPending: false, after: null, finishedAt: now } };
      }
      return { rows, next: 'now', state: { ...known, isPending: true, after: after ?? null } };
    },
  };
}

interface RecomputeState {
  readonly isPending: boolean;
  readonly after: string | undefined;
  readonly finishedAt: number | undefined;
}

function readState(state: unknown): RecomputeState {
  const record: Readonly<Record<string, unknown>> =
    typeof state === 'object' && state !== null ? { ...state } : {};
  const { isPending, after, finishedAt } = record;
  return {
    isPending: isPending === true,
    after: typeof after === 'string' ? after : undefined,
    finishedAt: typeof finishedAt === 'number' ? finishedAt : undefined,
  };
}

import type { ApplyDeps } from '../apply/apply-batch.ts';
import { advisoryLocks } from '../store/advisory-locks.ts';
import { countProfiles, cutProfileIds, type OpenRefold, openRefold } from '../store/refold-store.ts';
import { foldBacklog } from './fold-backlog.ts';
import { addRefoldCounts, noRefoldCounts, type RefoldCounts } from './refold-group.ts';
import { createPartRunner, type RefoldListener, type RefoldTask, runParts } from './refold-part.ts';
import { createThreadRunner, type ThreadTask } from './thread-runner.ts';

/** How far a refold of everybody is. */
export interface RefoldProgress {
  /** Of all its runs. */
  readonly counts: RefoldCounts;
  /** What earlier runs of it did. */
  readonly before: RefoldCounts;
  readonly profilesTotal: number;
  readonly eventsTotal: number;
}

/** How to refold everybody. */
export interface RefoldEverybodyOptions {
  readonly mode: 'check' | 'write';
  /** Of the rules that `deps` folds with: what was interrupted under others is not gone on with. */
  readonly rulesDigest: string;
  readonly begin: 'where it stopped' | 'anew';
  readonly signal: AbortSignal;
  /** Threads, beside this one; left out, this one does it all. */
  readonly threads?: {
    readonly count: number;
    readonly databaseUrl: string;
    readonly configFile: string | undefined;
  };
  readonly onDifference?: RefoldListener['onDifference'];
  readonly onProgress?: (progress: RefoldProgress) => void;
}

/** Parts under way in one thread: while Postgres reads for one, the other is folded. */
const partsAtOnce = 2;

/** Another process refolds everybody. */
export class RefoldRunningError extends Error {
  override readonly name = 'RefoldRunningError';
  constructor() {
    super('profiles are being refolded already (likeness.refold_progress shows how far): wait for it to end');
  }
}

/**
 * Refolds all profiles in parts, each transaction noting how far it came: cut short in mode `write`, the next call goes on
 * there. Answers the counts of all runs together. It may run beside ingest; only one runs at a time
 * ({@link RefoldRunningError}).
 */
export async function refoldEverybody(
  deps: ApplyDeps,
  options: RefoldEverybodyOptions,
): Promise<RefoldProgress> {
  if (options.mode === 'check') {
    const { profiles, events } = await countProfiles(deps.sql);
    const all = {
      done: noRefoldCounts,
      profilesTotal: profiles,
      eventsTotal: events,
      parts: cutProfileIds(),
    };
    return await run(deps, { mode: 'check' }, all, options);
  }
  const connection = await deps.sql.reserve();
  try {
    const [lock] = await connection<{ is_held: boolean }[]>`
      SELECT pg_try_advisory_lock(${advisoryLocks.refold}::bigint) AS is_held`;
    if (lock?.is_held !== true) throw new RefoldRunningError();
    try {
      // Users whose events were never folded have no row to come to.
      await foldBacklog(deps, options.signal);
      const { rulesDigest, begin } = options;
      const open = await openRefold(deps.sql, { rulesDigest, begin, now: deps.now() });
      return await run(deps, { mode: 'write', refoldId: open.refoldId }, open, options);
    } finally {
      await connection`SELECT pg_advisory_unlock(${advisoryLocks.refold}::bigint)`;
    }
  } finally {
    connection.release();
  }
}

async function run(
  deps: ApplyDeps,
  task: RefoldTask,
  open: Omit<OpenRefold, 'refoldId'>,
  { signal, threads, onDifference, onProgress }: RefoldEverybodyOptions,
): Promise<RefoldProgress> {
  const { done: before, profilesTotal, eventsTotal, parts } = open;
  let counts = before;
  const listener: RefoldListener = {
    onStep: (step) => {
      counts = addRefoldCounts(counts, step);
      onProgress?.({ counts, before, profilesTotal, eventsTotal });
    },
    onDifference: (found) => onDifference?.(found),
  };
  if (threads === undefined) {
    const run = createPartRunner(deps, task, { ...listener, signal });
    await runParts(parts, new Array(partsAtOnce).fill(run));
  } else await runInThreads(parts, { ...threads, task, listener, signal });
  return { counts, before, profilesTotal, eventsTotal };
}

async function runInThreads(
  parts: OpenRefold['parts'],
  {
    count,
    listener,
    signal,
    ...task
  }: ThreadTask & { readonly count: number; readonly listener: RefoldListener; readonly signal: AbortSignal },
): Promise<void> {
  signal.throwIfAborted();
  const runners = Array.from({ length: Math.min(count, parts.length) }, () =>
    createThreadRunner(task, listener),
  );
  const isCut = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    await Promise.race([
      runParts(
        parts,
        runners.map((runner) => runner.run),
      ),
      isCut,
    ]);
  } finally {
    await Promise.all(runners.map((runner) => runner.stop()));
  }
}

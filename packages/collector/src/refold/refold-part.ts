import type { ApplyDeps } from '../apply/apply-batch.ts';
import { finishRefoldPart, type RefoldPart, saveRefoldStep } from '../store/refold-store.ts';
import type { FoundDifference, RefoldCounts } from './refold-group.ts';
import { refoldRange } from './refold-range.ts';

/** What a part of a refold is for: one that is noted in the database can be gone on with later. */
export type RefoldTask = { readonly mode: 'check' } | { readonly mode: 'write'; readonly refoldId: string };

/** What is heard of a refold on the way. */
export interface RefoldListener {
  readonly onStep: (counts: RefoldCounts) => void;
  readonly onDifference: (found: FoundDifference) => void;
}

/** Refolds one part, from where it stopped. */
export type RunRefoldPart = (part: RefoldPart) => Promise<void>;

/** Refolds parts in this thread. */
export function createPartRunner(
  deps: ApplyDeps,
  task: RefoldTask,
  options: RefoldListener & { readonly signal: AbortSignal },
): RunRefoldPart {
  return async (range) => {
    const { part } = range;
    await refoldRange(deps, range, {
      ...options,
      mode: task.mode,
      ...(task.mode === 'check'
        ? {}
        : {
            inTransaction: async (sql, lastId, counts) =>
              await saveRefoldStep(sql, { refoldId: task.refoldId, part, lastId, counts }),
          }),
    });
    if (task.mode === 'write') {
      await deps.sql.begin(
        async (sql) => await finishRefoldPart(sql, { refoldId: task.refoldId, part, now: deps.now() }),
      );
    }
  };
}

/**
 * Runs parts on several runners; each takes the next one when it is done with its own. When one fails, the others end with
 * the part they are in, and only then is the failure thrown.
 */
export async function runParts(
  parts: readonly RefoldPart[],
  runners: readonly RunRefoldPart[],
): Promise<void> {
  const left = [...parts];
  const failures: unknown[] = [];
  await Promise.all(
    runners.map(async (run) => {
      for (let part = left.shift(); part !== undefined && failures.length === 0; part = left.shift()) {
        try {
          await run(part);
        } catch (error) {
          failures.push(error);
        }
      }
    }),
  );
  if (failures.length > 0) throw failures[0];
}

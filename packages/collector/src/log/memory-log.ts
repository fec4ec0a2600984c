import type { ApplyInput, ApplyResult } from '../apply/apply-batch.ts';
import { createGroupCommit, type GroupCommitOptions } from '../apply/group-commit.ts';
import type { EventLog } from './log.ts';

/** The log of one machine: inputs wait in memory for the next transaction, and are answered after its commit. */
export function createMemoryLog(
  deps: {
    readonly apply: (input: ApplyInput) => Promise<ApplyResult>;
    /** Resolves when the database answers. */
    readonly ping: () => Promise<void>;
  },
  options: GroupCommitOptions = {},
): EventLog {
  return { ...createGroupCommit(deps.apply, options), ping: deps.ping };
}

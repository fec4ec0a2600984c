import { err, ok, type Result } from '@likeness/core';
import type { ApplyInput, ApplyResult } from './apply-batch.ts';
import { isDataError } from './sql-state.ts';

/** Why something was not taken in: nothing of it was stored, and the sender should try again. */
export type GroupCommitError =
  /** The queue is full. */
  | { readonly code: 'overloaded' }
  /** The collector is stopping. */
  | { readonly code: 'stopping' }
  /** The transaction failed; `cause` says why. */
  | { readonly code: 'failed'; readonly cause: unknown };

/** Takes inputs and answers each once its transaction is committed. */
export interface GroupCommit {
  readonly submit: (input: ApplyInput) => Promise<Result<ApplyResult, GroupCommitError>>;
  /** Events that wait or are in the transaction under way. */
  readonly depth: () => number;
  /** Whether an input would be refused as overloaded, however small. */
  readonly isFull: () => boolean;
  /** Takes no more inputs and waits until those taken are answered. */
  readonly stop: () => Promise<void>;
}

/** Bounds of the queue. */
export interface GroupCommitOptions {
  /** Events in one transaction at most (one larger input still goes alone). Default 2,000. */
  readonly transactionEvents?: number;
  /** Events that may wait; beyond it inputs are refused as overloaded. Default 20,000. */
  readonly queueEvents?: number;
  /**
   * How long events may wait, by what recent transactions took, ms: a sender is better off being told to come back
   * than waiting. Two full transactions may always wait. Default 2,000.
   */
  readonly queueMs?: number;
  /** Default `performance.now`. */
  readonly clock?: () => number;
}

interface Waiting {
  readonly input: ApplyInput;
  readonly size: number;
  readonly answer: (result: Result<ApplyResult, GroupCommitError>) => void;
}

/**
 * Creates a group commit: while one transaction runs, inputs gather, and the next transaction takes all of them.
 *
 * Idle, an input starts its transaction at once; under load, the cost of a commit is shared by those that came
 * together. A group whose data Postgres refuses is split into its inputs, so that the bad one fails alone.
 */
export function createGroupCommit(
  apply: (input: ApplyInput) => Promise<ApplyResult>,
  options: GroupCommitOptions = {},
): GroupCommit {
  const transactionEvents = options.transactionEvents ?? 2_000;
  const queueEvents = options.queueEvents ?? 20_000;
  const queueMs = options.queueMs ?? 2_000;
  const clock = options.clock ?? (() => performance.now());
  const queue: Waiting[] = [];
  let depth = 0;
  let isStopping = false;
  let running: Promise<void> | undefined;
  /** What the last full transactions took for an event; unknown before the first. */
  let msPerEvent = 0;

  async function run(): Promise<void> {
    while (queue.length > 0) {
      const group = takeGroup(queue, transactionEvents);
      const size = group.reduce((sum, waiting) => sum + waiting.size, 0);
      const startedAt = clock();
      await commit(group);
      depth -= size;
      // A small transaction says what a commit costs, not what an event does.
      if (size >= transactionEvents / 2) observe((clock() - startedAt) / size);
    }
    running = undefined;
  }

  function observe(ms: number): void {
    msPerEvent = msPerEvent === 0 ? ms : (3 * msPerEvent + ms) / 4;
  }

  /** Events that may wait now. */
  function limit(): number {
    if (msPerEvent === 0) return queueEvents;
    return Math.min(queueEvents, Math.max(2 * transactionEvents, queueMs / msPerEvent));
  }

  async function commit(group: readonly Waiting[]): Promise<void> {
    let result: ApplyResult;
    try {
      result = await apply({
        events: group.flatMap((waiting) => waiting.input.events),
        quarantined: group.flatMap((waiting) => waiting.input.quarantined),
      });
    } catch (cause) {
      if (group.length > 1 && isDataError(cause)) for (const waiting of group) await commit([waiting]);
      else for (const waiting of group) waiting.answer(err({ code: 'failed', cause }));
      return;
    }
    let from = 0;
    for (const waiting of group) {
      const to = from + waiting.input.events.length;
      waiting.answer(
        ok({ fresh: result.fresh.slice(from, to), profileIds: result.profileIds.slice(from, to) }),
      );
      from = to;
    }
  }

  return {
    submit: (input) => {
      const size = Math.max(1, input.events.length + input.quarantined.length);
      if (isStopping) return Promise.resolve(err({ code: 'stopping' }));
      if (depth > 0 && depth + size > limit()) return Promise.resolve(err({ code: 'overloaded' }));
      depth += size;
      return new Promise((answer) => {
        queue.push({ input, size, answer });
        // The queue is read a microtask later, so requests parsed in the same turn share the first transaction.
        running ??= Promise.resolve().then(run);
      });
    },
    depth: () => depth,
    isFull: () => depth >= limit(),
    stop: async () => {
      isStopping = true;
      await running;
    },
  };
}

function takeGroup(queue: Waiting[], most: number): readonly Waiting[] {
  let size = 0;
  let length = 0;
  for (const waiting of queue) {
    if (length > 0 && size + waiting.size > most) break;
    size += waiting.size;
    length++;
  }
  return queue.splice(0, length);
}

import { err, ok, type Result } from '@likeness/core';
import type { ApplyInput, ApplyResult } from './apply-batch.ts';
import { createFairQueue, createFairShares } from './fair-queue.ts';
import { isDataError } from './sql-state.ts';

/** Why something was not taken in: nothing of it was stored, and the sender should try again. */
export type GroupCommitError =
  /** The queue is full, or the sender has its share of it. */
  | { readonly code: 'overloaded' }
  /** The collector is stopping. */
  | { readonly code: 'stopping' }
  /** The transaction failed; `cause` says why. */
  | { readonly code: 'failed'; readonly cause: unknown };

/** Something to take in, which may be read only when its turn comes: what waits as bytes costs no memory to speak of. */
export interface Submission<E = never> {
  /** Whose it is, for the shares of the queue: a site's number, or 0 where that is not known yet. */
  readonly sender: number;
  /** About how many events it holds, at least 1. */
  readonly size: number;
  /** Reads it; an error is answered as it is, and nothing is stored. */
  readonly read: () => Promise<Result<ApplyInput, E>>;
}

/** Takes inputs and answers each once its transaction is committed. */
export interface GroupCommit {
  readonly submit: <E = never>(
    submission: Submission<E>,
  ) => Promise<Result<ApplyResult, GroupCommitError | E>>;
  /** Events that wait or are in the transaction under way. */
  readonly depth: () => number;
  /** Whether an input of this sender would be refused as overloaded, however small. */
  readonly isFull: (sender: number) => boolean;
  /** Takes no more inputs and waits until those taken are answered. */
  readonly stop: () => Promise<void>;
}

/** Bounds of the queue. */
export interface GroupCommitOptions {
  /** Events in one transaction, about, and events that are read ahead for the next one; four times as many in a flood. Default 500. */
  readonly transactionEvents?: number;
  /** Events that may wait; beyond it inputs are refused as overloaded. Default 20,000. */
  readonly queueEvents?: number;
  /**
   * How long events may wait, by what recent transactions took, ms: a sender is better off being told to come back
   * than waiting. Eight full transactions may always wait. Default 2,000.
   */
  readonly queueMs?: number;
  /** Default `performance.now`. */
  readonly clock?: () => number;
}

/** What was read and waits for its transaction. */
interface Ready {
  readonly input: ApplyInput;
  readonly answer: (result: Result<ApplyResult, GroupCommitError>) => void;
}

const transactionsThatMayWait = 8;
const mostTransactionsInOne = 4;
const nothing: ApplyResult = { fresh: [], profileIds: [] };

/**
 * Creates a group commit: while one transaction runs, inputs gather, and the next transaction takes them together.
 *
 * Idle, an input starts its transaction at once; under load, the cost of a commit is shared by those that came together.
 * No more is read ahead than the next transaction takes: events that wait as objects live long enough for the garbage
 * collector to move them twice, which cost a fifth of all CPU. A group whose data Postgres refuses is split into its inputs,
 * so that the bad one fails alone. Senders share the queue: a flood of one of them fills its own share.
 */
export function createGroupCommit(
  apply: (input: ApplyInput) => Promise<ApplyResult>,
  options: GroupCommitOptions = {},
): GroupCommit {
  const transactionEvents = options.transactionEvents ?? 500;
  const queueEvents = options.queueEvents ?? 20_000;
  const queueMs = options.queueMs ?? 2_000;
  const clock = options.clock ?? (() => performance.now());
  const queue = createFairQueue<{ readonly size: number; readonly read: () => Promise<void> }>();
  const shares = createFairShares();
  let ahead: Ready[] = [];
  /** Events in `ahead`, and about how many are being read. */
  let eventsAhead = 0;
  let isStopping = false;
  let running: Promise<void> | undefined;
  /** Told when nothing is held any more. */
  let onIdle: (() => void) | undefined;
  /** What the last full transactions took for an event; unknown before the first. */
  let msPerEvent = 0;

  /**
   * Events for the next transaction. In a flood every turn of the event loop serves a thousand sockets, and a transaction
   * takes some turns: then it must be worth more, or Postgres rests meanwhile.
   */
  function wanted(): number {
    const flood = Math.floor(shares.total() / transactionsThatMayWait);
    return Math.min(Math.max(transactionEvents, flood), mostTransactionsInOne * transactionEvents);
  }

  /** Reads what waits, as much as the next transaction may take. */
  function readAhead(): void {
    while (eventsAhead < wanted()) {
      const next = queue.take();
      if (next === undefined) return;
      eventsAhead += next.size;
      void next.read();
    }
  }

  async function run(): Promise<void> {
    while (ahead.length > 0) {
      const group = ahead;
      const size = group.reduce((sum, { input }) => sum + sizeOf(input), 0);
      ahead = [];
      eventsAhead -= size;
      const startedAt = clock();
      const committed = commit(group);
      // Not before its statements were sent: Postgres works on them while the next group is read.
      setImmediate(readAhead);
      await committed;
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
    return Math.min(queueEvents, Math.max(transactionsThatMayWait * transactionEvents, queueMs / msPerEvent));
  }

  async function commit(group: readonly Ready[]): Promise<void> {
    let result: ApplyResult;
    try {
      result = await apply({
        events: group.flatMap(({ input }) => input.events),
        quarantined: group.flatMap(({ input }) => input.quarantined),
      });
    } catch (cause) {
      if (group.length > 1 && isDataError(cause)) for (const ready of group) await commit([ready]);
      else for (const { answer } of group) answer(err({ code: 'failed', cause }));
      return;
    }
    let from = 0;
    for (const { input, answer } of group) {
      const to = from + input.events.length;
      answer(ok({ fresh: result.fresh.slice(from, to), profileIds: result.profileIds.slice(from, to) }));
      from = to;
    }
  }

  function submit<E>({
    sender,
    size,
    read,
  }: Submission<E>): Promise<Result<ApplyResult, GroupCommitError | E>> {
    if (isStopping) return Promise.resolve(err({ code: 'stopping' }));
    if (!shares.mayHold(sender, size, limit())) return Promise.resolve(err({ code: 'overloaded' }));
    shares.hold(sender, size);
    return new Promise((resolve) => {
      let held = size;
      const answer = (result: Result<ApplyResult, GroupCommitError | E>): void => {
        shares.hold(sender, -held);
        resolve(result);
        if (shares.total() === 0) onIdle?.();
      };
      const take = (input: ApplyInput): void => {
        const real = sizeOf(input);
        shares.hold(sender, real - held);
        held = real;
        eventsAhead += real;
        ahead.push({ input, answer });
        // The group is taken a microtask later, so what was read in the same turn shares the first transaction.
        running ??= Promise.resolve().then(run);
      };
      queue.add(
        {
          size,
          read: async () => {
            const input = await read().catch((cause: unknown) => err({ code: 'failed' as const, cause }));
            eventsAhead -= size;
            if (input.ok && sizeOf(input.value) > 0) take(input.value);
            else answer(input.ok ? ok(nothing) : input);
            readAhead();
          },
        },
        sender,
      );
      readAhead();
    });
  }

  return {
    submit,
    depth: shares.total,
    isFull: (sender) => !shares.mayHold(sender, 1, limit()),
    stop: async () => {
      isStopping = true;
      if (shares.total() > 0) {
        await new Promise<void>((resolve) => {
          onIdle = resolve;
        });
      }
      await running;
    },
  };
}

function sizeOf({ events, quarantined }: ApplyInput): number {
  return events.length + quarantined.length;
}

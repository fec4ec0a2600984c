import { setTimeout as delay } from 'node:timers/promises';
import { createWakeUp } from '../live/wake-up.ts';
import { type LogClaim, LogClaimLostError, type LogPartition } from '../store/log-offsets.ts';
import { type ApplyRecordsDeps, applyRecords, type Positions, partitionKey } from './apply-records.ts';
import type { GroupMember, LogReading, LogRecord } from './kafka-member.ts';

/** What a worker works with. */
export interface LogWorkerDeps extends ApplyRecordsDeps {
  readonly join: (onChange: () => void) => Promise<GroupMember>;
  /** Takes partitions over and answers where to read on. */
  readonly claim: (partitions: readonly LogPartition[]) => Promise<readonly LogClaim[]>;
  readonly now: () => number;
  /** Told which partitions are ours from now on. */
  readonly onAssigned: (partitions: readonly LogPartition[]) => void;
  /** Told what failed; it is tried again. */
  readonly onTrouble: (what: 'membership' | 'claim' | 'apply', error: unknown) => void;
  /** Told how far behind this worker is, every few seconds. */
  readonly onLag: (lag: readonly PartitionLag[]) => void;
}

/** How far behind a partition is. */
export interface PartitionLag extends LogPartition {
  /** Records that wait. */
  readonly records: number;
  /** Age of the oldest of them, ms, at most: what was last applied is older. 0 when none waits. */
  readonly behindMs: number;
}

/** A worker of the consumer group. */
export interface LogWorker {
  /** Whether it is a member of the group and could apply what it last tried to. */
  readonly isWorking: () => boolean;
  /** Finishes the transaction under way and leaves the group. */
  readonly stop: () => Promise<void>;
}

const lagEveryMs = 5_000;
const idleMs = 1_000;
const longestPauseMs = 10_000;

/**
 * Starts a worker: joins the group, takes over the partitions that it is given, reads each from the offset that Postgres
 * has for it, and applies. Whatever fails is tried again, for ever, with growing pauses: a membership that is lost begins
 * anew, a database that is gone is waited for.
 */
export function startLogWorker(deps: LogWorkerDeps): LogWorker {
  const stopping = new AbortController();
  const state = { isWorking: false };
  const running = run(deps, state, stopping.signal);
  return {
    isWorking: () => state.isWorking,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function run(deps: LogWorkerDeps, state: { isWorking: boolean }, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await work(deps, signal, (isWorking) => {
        if (isWorking) failures = 0;
        state.isWorking = isWorking;
      });
    } catch (error) {
      deps.onTrouble('membership', error);
    }
    state.isWorking = false;
    await pause(failures++, signal);
  }
}

/** Works as long as one membership lasts. */
async function work(
  deps: LogWorkerDeps,
  signal: AbortSignal,
  setWorking: (isWorking: boolean) => void,
): Promise<void> {
  const bell = createWakeUp();
  signal.addEventListener('abort', bell.ring, { once: true });
  const member = await deps.join(bell.ring);
  const positions: Positions = new Map();
  const queue: LogRecord[] = [];
  // When what was last read of each partition was written; when the partition was taken over, before the first.
  const readAt = new Map<string, number>();
  let assignment: readonly LogPartition[] | undefined;
  let reading: LogReading | undefined;
  let failures = 0;
  const lagTimer = setInterval(() => {
    readLag(deps, member, positions, readAt).then(deps.onLag, (error: unknown) =>
      deps.onTrouble('membership', error),
    );
  }, lagEveryMs);

  /** The group has given us other partitions: whatever was read of the old ones is read again by their owners. */
  async function takeOver(): Promise<void> {
    const wanted = member.assignment();
    await reading?.close();
    reading = undefined;
    queue.length = 0;
    positions.clear();
    readAt.clear();
    for (const claim of await deps.claim(wanted)) {
      positions.set(partitionKey(claim), claim);
      readAt.set(partitionKey(claim), deps.now());
    }
    reading = await member.read([...positions.values()]);
    assignment = wanted;
    deps.onAssigned(wanted);
  }

  try {
    while (!signal.aborted) {
      const failure = member.failure();
      if (failure !== undefined) throw failure;
      const isOurs = member.assignment() === assignment;
      try {
        if (!isOurs) await takeOver();
        else {
          if (queue.length === 0) queue.push(...(reading?.take() ?? []));
          for (const record of queue) readAt.set(partitionKey(record), record.at);
          if (queue.length === 0) await bell.wait(idleMs);
          else await applyRecords(deps, positions, queue);
        }
        failures = 0;
        setWorking(true);
      } catch (error) {
        // Somebody else has it: only the group knows who should.
        if (error instanceof LogClaimLostError) throw error;
        setWorking(false);
        deps.onTrouble(isOurs ? 'apply' : 'claim', error);
        await pause(failures++, signal);
      }
    }
  } finally {
    signal.removeEventListener('abort', bell.ring);
    clearInterval(lagTimer);
    await reading?.close();
    await member.leave();
  }
}

async function readLag(
  deps: LogWorkerDeps,
  member: GroupMember,
  positions: Positions,
  readAt: ReadonlyMap<string, number>,
): Promise<readonly PartitionLag[]> {
  const partitions = member.assignment();
  const ends = await member.ends();
  const now = deps.now();
  return partitions.map(({ topic, partition }, i) => {
    const key = partitionKey({ topic, partition });
    const records = Math.max(0, (ends[i] ?? 0) - (positions.get(key)?.nextOffset ?? 0));
    return { topic, partition, records, behindMs: records === 0 ? 0 : now - (readAt.get(key) ?? now) };
  });
}

async function pause(failures: number, signal: AbortSignal): Promise<void> {
  const ms = Math.min(longestPauseMs, 250 * 2 ** failures);
  // Being asked to stop ends the pause, which is no error.
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

import { afterEach, expect, it, vi } from 'vitest';
import type { ApplyInput } from '../apply/apply-batch.ts';
import { LogClaimLostError, type LogMove, type LogPartition } from '../store/log-offsets.ts';
import type { GroupMember, LogRecord } from './kafka-member.ts';
import { type LogWorker, type LogWorkerDeps, type PartitionLag, startLogWorker } from './log-worker.ts';

const zero: LogPartition = { topic: 'events', partition: 0 };
const one: LogPartition = { topic: 'events', partition: 1 };

function recordOf({ topic, partition }: LogPartition, offset: number): LogRecord {
  const value = Buffer.from(JSON.stringify({ v: 1, siteId: 1, receivedAt: 1, events: [] }));
  return { topic, partition, offset, at: 1_000, siteId: 1, value };
}

/** A group whose only member is the worker, and the database it applies to. */
function createFakeGroup() {
  const state = {
    assignment: [zero] as readonly LogPartition[],
    failure: undefined as Error | undefined,
    waiting: [] as LogRecord[],
    /** What `apply` fails with, one a call. */
    failures: [] as Error[],
    joins: 0,
    leaves: 0,
    claims: [] as string[],
    readFrom: [] as (number | undefined)[],
    next: new Map<number, number>(),
    troubles: [] as string[],
    assigned: [] as number[],
    lag: [] as (readonly PartitionLag[])[],
    ring: (): void => undefined,
  };
  const member: GroupMember = {
    assignment: () => state.assignment,
    failure: () => state.failure,
    read: async (claims) => {
      state.readFrom.push(...claims.map(({ nextOffset }) => nextOffset));
      await Promise.resolve();
      return {
        take: () => state.waiting.splice(0),
        close: () => Promise.resolve(),
      };
    },
    ends: () => Promise.resolve(state.assignment.map(() => 10)),
    leave: async () => {
      state.leaves++;
      await Promise.resolve();
    },
  };
  const deps: LogWorkerDeps = {
    deadTopic: 'dead',
    join: async (onChange) => {
      state.joins++;
      state.failure = undefined;
      state.ring = onChange;
      return await Promise.resolve(member);
    },
    claim: async (partitions) => {
      state.claims.push(partitions.map(({ partition }) => partition).join());
      return await Promise.resolve(
        partitions.map((p) => ({
          ...p,
          generation: state.claims.length,
          nextOffset: state.next.get(p.partition),
        })),
      );
    },
    apply: async (_: ApplyInput, moves: readonly LogMove[]) => {
      const failure = state.failures.shift();
      if (failure !== undefined) throw failure;
      for (const { partition, to } of moves) state.next.set(partition, to);
      await Promise.resolve();
    },
    applyAlone: () => Promise.resolve(),
    sendDead: () => Promise.resolve(),
    onDead: () => undefined,
    onGap: () => undefined,
    now: () => 5_000,
    onAssigned: (partitions) => state.assigned.push(partitions.length),
    onTrouble: (what) => state.troubles.push(what),
    onLag: (lag) => state.lag.push(lag),
  };
  return { state, deps };
}

let worker: LogWorker | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await worker?.stop();
  worker = undefined;
});

it('reads on from where the database says, and moves with what it applies', async () => {
  const { state, deps } = createFakeGroup();
  state.next.set(0, 7);
  state.waiting.push(recordOf(zero, 7), recordOf(zero, 8));
  worker = startLogWorker(deps);
  await vi.waitFor(() => expect(state.next.get(0)).toBe(9));
  expect(state.readFrom).toEqual([7]);
  expect(worker.isWorking()).toBe(true);
  await worker.stop();
  expect(worker.isWorking()).toBe(false);
  expect(state.leaves).toBe(1);
});

it('takes over what it is given in a rebalance, and drops what it had read before', async () => {
  const { state, deps } = createFakeGroup();
  worker = startLogWorker(deps);
  await vi.waitFor(() => expect(state.assigned).toEqual([1]));
  state.assignment = [zero, one];
  state.next.set(1, 40);
  state.ring();
  await vi.waitFor(() => expect(state.assigned).toEqual([1, 2]));
  expect(state.claims).toEqual(['0', '0,1']);
  expect(state.readFrom).toEqual([undefined, undefined, 40]);
  state.waiting.push(recordOf(one, 40));
  state.ring();
  await vi.waitFor(() => expect(state.next.get(1)).toBe(41));
});

it('keeps its partitions and tries again while the database is gone', async () => {
  const { state, deps } = createFakeGroup();
  state.failures.push(new Error('gone'), new Error('still gone'));
  state.waiting.push(recordOf(zero, 0));
  worker = startLogWorker(deps);
  await vi.waitFor(() => expect(state.troubles).toContain('apply'));
  await vi.waitFor(() => expect(state.next.get(0)).toBe(1), { timeout: 5_000 });
  expect(state.joins).toBe(1);
  expect(state.troubles).toEqual(['apply', 'apply']);
});

it('leaves the group and joins it again when another worker has its partition', async () => {
  const { state, deps } = createFakeGroup();
  state.failures.push(new LogClaimLostError());
  state.waiting.push(recordOf(zero, 0));
  worker = startLogWorker(deps);
  await vi.waitFor(() => expect(state.joins).toBe(2), { timeout: 5_000 });
  expect(state.leaves).toBe(1);
  expect(state.troubles).toEqual(['membership']);
  await vi.waitFor(() => expect(state.claims).toEqual(['0', '0']));
});

it('joins again when its membership failed', async () => {
  const { state, deps } = createFakeGroup();
  worker = startLogWorker(deps);
  await vi.waitFor(() => expect(state.assigned).toEqual([1]));
  state.failure = new Error('the coordinator does not answer');
  state.ring();
  await vi.waitFor(() => expect(state.joins).toBe(2), { timeout: 5_000 });
});

it('tells how far behind it is', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const { state, deps } = createFakeGroup();
  state.waiting.push(recordOf(zero, 0));
  worker = startLogWorker(deps);
  await vi.waitFor(() => expect(state.next.get(0)).toBe(1));
  await vi.advanceTimersByTimeAsync(5_000);
  await vi.waitFor(() => expect(state.lag).not.toEqual([]));
  // Nine of the ten records wait; the last that was read is 4 s old.
  expect(state.lag[0]).toEqual([{ ...zero, records: 9, behindMs: 4_000 }]);
});

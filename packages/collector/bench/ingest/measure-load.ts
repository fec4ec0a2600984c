import type { BenchSubject, Counters } from './bench-subject.ts';
import { type LoopResult, runClosedLoop } from './closed-loop.ts';
import type { EventMaker } from './make-events.ts';

/** One row of the bench: a closed loop of batches of one size. */
export interface LoadRow {
  readonly eventsPerSecond: number;
  readonly requestsPerSecond: number;
  readonly cpuMicrosPerEvent: number;
  readonly serverMicrosPerEvent: number;
  readonly postgresMicrosPerEvent: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly walBytesPerEvent: number;
  readonly diskBytesPerEvent: number;
}

/** Sends batches of `size` fresh events over `connections` connections as fast as they are answered. */
export async function measureLoad(
  subject: BenchSubject,
  maker: EventMaker,
  load: { readonly size: number; readonly connections: number; readonly seconds: number },
): Promise<{ readonly row: LoadRow; readonly loop: LoopResult }> {
  const { size, connections, seconds } = load;
  // Made before the clock runs: making a body costs more than sending it.
  const bodies = Array.from({ length: Math.ceil((seconds * 60_000) / size / 4) }, () => maker.batch(size));
  let next = 0;
  const before = await subject.counters();
  const loop = await runClosedLoop({
    url: subject.batchUrl,
    connections,
    seconds,
    // Bodies that ran out are made on the way, so that nothing is ever sent twice.
    nextBody: () => bodies[next++] ?? maker.batch(size),
  });
  const after = await subject.counters();
  const events = loop.accepted;
  const row = {
    eventsPerSecond: events / loop.seconds,
    requestsPerSecond: loop.requests / loop.seconds,
    ...costs(before, after, events),
    p50Ms: loop.p50Ms,
    p99Ms: loop.p99Ms,
  };
  return { row, loop };
}

/** What each of `events` cost between two counts. */
export function costs(
  before: Counters,
  after: Counters,
  events: number,
): Omit<LoadRow, 'eventsPerSecond' | 'requestsPerSecond' | 'p50Ms' | 'p99Ms'> {
  const each = (field: keyof Counters): number => (after[field] - before[field]) / events;
  return {
    cpuMicrosPerEvent: each('server') + each('postgres'),
    serverMicrosPerEvent: each('server'),
    postgresMicrosPerEvent: each('postgres'),
    walBytesPerEvent: each('wal'),
    diskBytesPerEvent: each('disk'),
  };
}

/** A row in words. */
export function describeLoad(name: string, row: LoadRow): string {
  return (
    `${name}: ${Math.round(row.eventsPerSecond)} events/s, ${Math.round(row.requestsPerSecond)} requests/s, ` +
    `CPU ${row.serverMicrosPerEvent.toFixed(1)} + ${row.postgresMicrosPerEvent.toFixed(1)} µs, ` +
    `p50 ${row.p50Ms.toFixed(1)} p99 ${row.p99Ms.toFixed(1)} ms, ` +
    `WAL ${Math.round(row.walBytesPerEvent)} B, disk ${Math.round(row.diskBytesPerEvent)} B`
  );
}

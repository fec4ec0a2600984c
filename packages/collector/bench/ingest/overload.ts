import { setInterval } from 'node:timers';
import type { BenchSubject } from './bench-subject.ts';
import type { EventMaker } from './make-events.ts';
import { runOpenLoop } from './open-loop.ts';

/** What five times the capacity measured. */
export interface Overload {
  readonly offeredEventsPerSecond: number;
  /** Events accepted a second, once the queue is full. */
  readonly goodput: number;
  /** Share of the peak that was measured before. */
  readonly goodputOfPeak: number;
  /** Answers by status; `0` are lost connections. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Answers other than 200 without `Retry-After`. */
  readonly withoutRetryAfter: number;
  readonly p99Ms: number;
  /** Memory of the collector before, and the most during the row. */
  readonly bytesBefore: number;
  readonly bytesMost: number;
  readonly accepted: number;
}

const size = 50;
const times = 5;
const bodyCount = 6_000;
/** Until the queue is full: what fills it is answered later, and says nothing about how much is got through. */
const settleSeconds = 4;

/** Offers five times the events a second that batches of 50 reached, whether or not they are answered. */
export async function measureOverload(
  subject: BenchSubject,
  maker: EventMaker,
  load: { readonly peakEventsPerSecond: number; readonly seconds: number },
): Promise<Overload> {
  const { peakEventsPerSecond, seconds } = load;
  const bodies = Array.from({ length: bodyCount }, () => Buffer.from(maker.batch(size)));
  const bytesBefore = subject.collectorBytes();
  let bytesMost = bytesBefore;
  const watch = setInterval(() => {
    bytesMost = Math.max(bytesMost, subject.collectorBytes());
  }, 100);
  try {
    let next = 0;
    const loop = await runOpenLoop({
      url: subject.batchUrl,
      ratePerSecond: (times * peakEventsPerSecond) / size,
      seconds: settleSeconds + seconds,
      settleSeconds,
      // As many as keep the queue full and more knocking.
      connections: 1_000,
      nextBody: () => bodies[next++] ?? maker.batch(size),
    });
    return {
      offeredEventsPerSecond: (loop.sent * size) / loop.seconds,
      goodput: loop.acceptedPerSecond,
      goodputOfPeak: loop.acceptedPerSecond / peakEventsPerSecond,
      statuses: loop.statuses,
      withoutRetryAfter: loop.withoutRetryAfter,
      p99Ms: loop.p99Ms,
      bytesBefore,
      bytesMost,
      accepted: loop.accepted,
    };
  } finally {
    clearInterval(watch);
  }
}

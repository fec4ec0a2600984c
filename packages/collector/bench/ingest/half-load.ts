import { setTimeout as wait } from 'node:timers/promises';
import type { BenchSubject } from './bench-subject.ts';
import { openConnection } from './http-connection.ts';
import type { EventMaker } from './make-events.ts';
import { runOpenLoop } from './open-loop.ts';
import { quantile } from './quantile.ts';

/** What a load of half the maximum measured. */
export interface HalfLoad {
  readonly requestsPerSecond: number;
  /** Of the answers, from the moment each request was due. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** From sending an event to its profile's row showing it to another connection. */
  readonly visibleP50Ms: number;
  readonly visibleP99Ms: number;
  readonly probes: number;
  readonly accepted: number;
}

/** Between two probes, ms. */
const probeEveryMs = 20;
/** They take turns: the first event of each is of somebody new, the others are not. */
const probeVisitors = 20;
/** Between two looks at the row, ms. */
const lookEveryMs = 1;

/** Sends single events at a steady rate, and meanwhile asks SQL how soon an event is seen in the profile views. */
export async function measureHalfLoad(
  subject: BenchSubject,
  maker: EventMaker,
  load: { readonly ratePerSecond: number; readonly seconds: number },
): Promise<HalfLoad> {
  const bodies = Array.from({ length: Math.ceil(load.ratePerSecond * load.seconds) }, () => maker.batch(1));
  const seen: number[] = [];
  let isOver = false;
  let next = 0;
  let probed = 0;
  const connection = await openConnection(new URL(subject.batchUrl));

  async function probe(): Promise<void> {
    const visitor = maker.probe(probed % probeVisitors);
    const events = Math.floor(probed / probeVisitors) + 1;
    probed++;
    const sentAt = performance.now();
    const answered = connection.post(visitor.body);
    for (;;) {
      const rows = await subject.sql`
        SELECT 1 FROM likeness.profile_summary
        WHERE events >= ${events} AND profile_id IN (
          SELECT i.profile_id FROM likeness.sites s
          JOIN likeness.identities i ON i.site_id = s.site_id AND i.kind = 'anonymous'
            AND i.value = ${visitor.anonymousId}
        )`;
      if (rows.length > 0) break;
      await wait(lookEveryMs);
    }
    seen.push(performance.now() - sentAt);
    await answered;
  }
  const probing = (async () => {
    while (!isOver) {
      await probe();
      await wait(probeEveryMs);
    }
  })();
  const loop = await runOpenLoop({
    url: subject.batchUrl,
    ...load,
    connections: 256,
    nextBody: () => bodies[next++] ?? maker.batch(1),
  });
  isOver = true;
  await probing;
  connection.close();
  return {
    requestsPerSecond: loop.sent / loop.seconds,
    p50Ms: loop.p50Ms,
    p99Ms: loop.p99Ms,
    visibleP50Ms: quantile(seen, 0.5),
    visibleP99Ms: quantile(seen, 0.99),
    probes: seen.length,
    accepted: loop.accepted + seen.length,
  };
}

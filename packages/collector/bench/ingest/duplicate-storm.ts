import type { BenchSubject } from './bench-subject.ts';
import { type LoopResult, runClosedLoop } from './closed-loop.ts';
import type { EventMaker } from './make-events.ts';

/** What a storm of retries measured. */
export interface DuplicateStorm {
  /** Of the storm alone: half of them carry an event that was sent before. */
  readonly requestsPerSecond: number;
  /** Of senders of fresh events beside the storm, and beside as many connections without one. */
  readonly othersP50Ms: number;
  readonly othersP50MsWithoutStorm: number;
  /** The first divided by the second. */
  readonly othersSlowedBy: number;
  readonly accepted: number;
  /** Answered as duplicates, of as many as were sent twice. */
  readonly duplicate: number;
  readonly sentTwice: number;
}

const stormConnections = 56;
const otherConnections = 8;

/** Sends single events, each twice at about the same time, while other senders send each of theirs once. */
export async function measureDuplicateStorm(
  subject: BenchSubject,
  maker: EventMaker,
  seconds: number,
): Promise<DuplicateStorm> {
  const url = subject.batchUrl;
  const once = (connections: number): Promise<LoopResult> =>
    runClosedLoop({ url, connections, seconds, nextBody: () => maker.batch(1) });
  const calm = await Promise.all([once(stormConnections), once(otherConnections)]);

  const again: string[] = [];
  let sentTwice = 0;
  const storm = runClosedLoop({
    url,
    connections: stormConnections,
    seconds,
    nextBody: () => {
      const retried = again.pop();
      if (retried !== undefined) {
        sentTwice++;
        return retried;
      }
      const body = maker.batch(1);
      again.push(body);
      return body;
    },
  });
  const [stormed, others] = await Promise.all([storm, once(otherConnections)]);
  return {
    requestsPerSecond: stormed.requests / stormed.seconds,
    othersP50Ms: others.p50Ms,
    othersP50MsWithoutStorm: calm[1].p50Ms,
    othersSlowedBy: others.p50Ms / calm[1].p50Ms,
    accepted: stormed.accepted + others.accepted + calm[0].accepted + calm[1].accepted,
    duplicate: stormed.duplicate,
    sentTwice,
  };
}

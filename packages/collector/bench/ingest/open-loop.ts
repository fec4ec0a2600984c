import { setTimeout as wait } from 'node:timers/promises';
import { type HttpConnection, openConnection } from './http-connection.ts';
import { quantile } from './quantile.ts';

/** What an open loop measured. */
export interface OpenLoopResult {
  readonly sent: number;
  readonly seconds: number;
  /** Answers by status; `0` stands for connections that were lost. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Answers other than 200 that did not say when to try again. */
  readonly withoutRetryAfter: number;
  readonly accepted: number;
  /** Accepted a second, by answers between `settleSeconds` and the end. */
  readonly acceptedPerSecond: number;
  /** Of answers with status 200, from the moment a request was due, so that a stalled server is not spared. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Requests are started in steps of this length, ms. */
const stepMs = 5;

/**
 * Sends `ratePerSecond` requests a second, whether or not those before were answered, over as many connections as that
 * takes, at most `connections`: a request that finds none free waits for one, and its time runs meanwhile.
 */
export async function runOpenLoop(options: {
  readonly url: string;
  readonly ratePerSecond: number;
  readonly seconds: number;
  readonly connections: number;
  readonly nextBody: () => string | Buffer;
  /** How long it takes at the start until the server is in the state that is to be measured. Default 0. */
  readonly settleSeconds?: number;
}): Promise<OpenLoopResult> {
  const target = new URL(options.url);
  const free: HttpConnection[] = [];
  const waiting: number[] = [];
  const times: number[] = [];
  const statuses: Record<number, number> = {};
  const open = new Set<HttpConnection>();
  const running = new Set<Promise<void>>();
  let opened = 0;
  let accepted = 0;
  let acceptedInTime = 0;
  let withoutRetryAfter = 0;
  let sent = 0;

  const startedAt = performance.now();
  const countAt = startedAt + (options.settleSeconds ?? 0) * 1_000;
  const endAt = startedAt + options.seconds * 1_000;

  /** Serves requests that are due, one after the other, until none waits. */
  async function serve(): Promise<void> {
    let connection = free.pop();
    for (let dueAt = waiting.shift(); dueAt !== undefined; dueAt = waiting.shift()) {
      try {
        // A server closes connections that rest.
        if (connection?.isOpen() !== true) {
          connection = await openConnection(target);
          open.add(connection);
        }
        const { status, hasRetryAfter, text } = await connection.post(options.nextBody());
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (status === 200) times.push(performance.now() - dueAt);
        else if (!hasRetryAfter) withoutRetryAfter++;
        const taken = Number(/"accepted":(\d+)/.exec(text)?.[1] ?? 0);
        accepted += taken;
        const now = performance.now();
        if (now >= countAt && now < endAt) acceptedInTime += taken;
      } catch {
        // A server that closes connections is counted, and judged by whoever reads the figures.
        statuses[0] = (statuses[0] ?? 0) + 1;
        connection?.close();
        connection = undefined;
      }
    }
    if (connection !== undefined) free.push(connection);
    opened--;
  }

  for (let now = startedAt; now < endAt; now = performance.now()) {
    const due = Math.floor(((now - startedAt) / 1_000) * options.ratePerSecond);
    for (; sent < due; sent++) {
      waiting.push(startedAt + (sent / options.ratePerSecond) * 1_000);
      if (opened >= options.connections) continue;
      opened++;
      const served: Promise<void> = serve().finally(() => running.delete(served));
      running.add(served);
    }
    await wait(stepMs);
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  // What could not be sent in time is not sent at all: the row must end.
  waiting.length = 0;
  await Promise.all(running);
  for (const connection of open) connection.close();
  return {
    sent: Object.values(statuses).reduce((sum, count) => sum + count, 0),
    seconds,
    statuses,
    withoutRetryAfter,
    accepted,
    acceptedPerSecond: acceptedInTime / ((endAt - countAt) / 1_000),
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
  };
}

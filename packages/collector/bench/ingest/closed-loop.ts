import { openConnection } from './http-connection.ts';
import { quantile } from './quantile.ts';

/** What a closed loop measured. */
export interface LoopResult {
  readonly requests: number;
  readonly seconds: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<number, number>>;
  readonly accepted: number;
  readonly duplicate: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/**
 * Sends requests over `connections` connections, the next one as soon as the last was answered, for `seconds` seconds
 * or until `nextBody`, which is called for each request, has no more.
 */
export async function runClosedLoop(options: {
  readonly url: string;
  readonly connections: number;
  /** Left out, it ends with the bodies. */
  readonly seconds?: number;
  /** `undefined` ends the loop. */
  readonly nextBody: () => string | undefined;
}): Promise<LoopResult> {
  const target = new URL(options.url);
  const connections = await Promise.all(
    Array.from({ length: options.connections }, () => openConnection(target)),
  );
  const times: number[] = [];
  const statuses: Record<number, number> = {};
  let accepted = 0;
  let duplicate = 0;
  const startedAt = performance.now();
  const endAt = startedAt + (options.seconds ?? Number.POSITIVE_INFINITY) * 1_000;

  await Promise.all(
    connections.map(async (connection) => {
      while (performance.now() < endAt) {
        const body = options.nextBody();
        if (body === undefined) return;
        const sentAt = performance.now();
        const { status, text } = await connection.post(body);
        times.push(performance.now() - sentAt);
        statuses[status] = (statuses[status] ?? 0) + 1;
        accepted += Number(/"accepted":(\d+)/.exec(text)?.[1] ?? 0);
        duplicate += Number(/"duplicate":(\d+)/.exec(text)?.[1] ?? 0);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  for (const connection of connections) connection.close();
  return {
    requests: times.length,
    seconds,
    statuses,
    accepted,
    duplicate,
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
  };
}

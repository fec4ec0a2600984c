import { Agent, request } from 'node:http';

/** What a closed loop measured. */
export interface LoopResult {
  readonly requests: number;
  readonly seconds: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<number, number>>;
  readonly accepted: number;
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
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const target = new URL(options.url);
  const times: number[] = [];
  const statuses: Record<number, number> = {};
  let accepted = 0;
  const startedAt = performance.now();
  const endAt = startedAt + (options.seconds ?? Number.POSITIVE_INFINITY) * 1_000;

  const send = (body: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const sentAt = performance.now();
      const outgoing = request(
        target,
        {
          method: 'POST',
          agent,
          headers: { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(body) },
        },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (chunk: string) => {
            text += chunk;
          });
          answer.on('end', () => {
            times.push(performance.now() - sentAt);
            const status = answer.statusCode ?? 0;
            statuses[status] = (statuses[status] ?? 0) + 1;
            accepted += Number(/"accepted":(\d+)/.exec(text)?.[1] ?? 0);
            resolve();
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  const worker = async (): Promise<void> => {
    while (performance.now() < endAt) {
      const body = options.nextBody();
      if (body === undefined) return;
      await send(body);
    }
  };
  await Promise.all(Array.from({ length: options.connections }, worker));
  const seconds = (performance.now() - startedAt) / 1_000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (q: number): number => times[Math.min(times.length - 1, Math.floor(q * times.length))] ?? 0;
  return { requests: times.length, seconds, statuses, accepted, p50Ms: at(0.5), p99Ms: at(0.99) };
}

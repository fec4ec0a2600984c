import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { clearInterval, setInterval } from 'node:timers';

/** A balancer over HTTP, as simple as one can be: it never sends a request twice. */
export interface Balancer {
  readonly url: string;
  /** Requests that it could not bring to anybody, or whose answer broke. */
  readonly failures: () => number;
  /** How many processes said that they are ready when they were asked last. */
  readonly ready: () => number;
  readonly stop: () => Promise<void>;
}

/** How often a process is asked whether it is ready, and how long it may think, ms. */
const askEveryMs = 100;
const askTimeoutMs = 5_000;
/** So many answers in a row must be missing before a process counts as gone: a busy machine is late now and then. */
const missesAllowed = 2;

/** Starts a balancer that sends each request to the next process whose `/readyz` says so. */
export async function startBalancer(backends: readonly (() => Promise<string>)[]): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true });
  const ready = new Map<number, string>();
  let turn = 0;
  let failures = 0;
  const ask = async (index: number): Promise<void> => {
    const url = await backends[index]?.();
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(askTimeoutMs) });
    if (answer.ok && url !== undefined) ready.set(index, url);
    else ready.delete(index);
    await answer.text();
  };
  const timers = backends.map((_, index) => {
    let isAsking = false;
    let misses = 0;
    return setInterval(() => {
      if (isAsking) return;
      isAsking = true;
      ask(index)
        .then(
          () => {
            misses = 0;
          },
          () => {
            if (++misses > missesAllowed) ready.delete(index);
          },
        )
        .finally(() => {
          isAsking = false;
        });
    }, askEveryMs);
  });
  await Promise.all(backends.map((_, index) => ask(index)));

  const server = createServer((from, to) => {
    const urls = [...ready.values()];
    const url = urls[turn++ % urls.length];
    const fail = (): void => {
      failures++;
      if (to.headersSent) to.destroy();
      else to.writeHead(502).end('{}');
    };
    if (url === undefined) {
      fail();
      return;
    }
    const passed = request(`${url}${from.url}`, { method: from.method, headers: from.headers, agent });
    passed.on('error', fail);
    passed.on('response', (answer) => {
      const { connection: _, ...headers } = answer.headers;
      to.writeHead(answer.statusCode ?? 502, headers);
      answer.pipe(to);
    });
    from.pipe(passed);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A server that listens on a TCP port has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    failures: () => failures,
    ready: () => ready.size,
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      agent.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

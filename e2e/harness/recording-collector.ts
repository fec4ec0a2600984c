import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** One event as a browser sent it, with the context it is to be read with. */
export interface RecordedEvent {
  readonly type: string;
  readonly messageId: string;
  readonly anonymousId: string;
  readonly userId?: string;
  readonly timestamp: string;
  readonly event?: string;
  readonly previousId?: string;
  readonly groupId?: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly traits: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, unknown>>;
}

/** One request to `/v1/batch`. */
export interface RecordedRequest {
  readonly at: number;
  /** As it travelled. */
  readonly wireBytes: number;
  /** As JSON. */
  readonly text: string;
  readonly events: readonly RecordedEvent[];
  readonly headers: Readonly<Record<string, unknown>>;
  readonly status: number;
}

/** How requests are answered: accepted, refused with a status, or with the connection cut after the body was read. */
export type Behaviour = 'accept' | 'cut' | { readonly status: number; readonly retryAfterSeconds?: number };

/** A server that plays site and collector at once, and keeps all it was sent. */
export interface RecordingCollector {
  readonly origin: string;
  readonly port: number;
  /** Everything sent to `/v1/batch`, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** Accepted events, one per message id: what a collector would have stored. */
  events(): readonly RecordedEvent[];
  /** Accepted track events of one name. */
  tracked(name: string): readonly RecordedEvent[];
  /** How requests are answered from now on. */
  behave(behaviour: Behaviour): void;
  /** Serves HTML, or a whole answer, at a path. */
  serve(path: string, html: string, headers?: Readonly<Record<string, string>>): void;
  /** Resolves when the condition holds after some request; rejects with what was seen after 10 s. */
  until(condition: () => boolean, what: string, timeoutMs?: number): Promise<void>;
  stop(): Promise<void>;
}

const dist = join(import.meta.dirname, '../../packages/sdk/dist');

/** Starts a recording collector on 127.0.0.1, on a free port unless one is given. */
export async function startRecordingCollector(port = 0): Promise<RecordingCollector> {
  const requests: RecordedRequest[] = [];
  const pages = new Map<
    string,
    { readonly html: string; readonly headers: Readonly<Record<string, string>> }
  >();
  const waiting = new Set<() => void>();
  let behaviour: Behaviour = 'accept';

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  // A navigation from a page with keep-alive connections must not hold up the end of a test.
  server.keepAliveTimeout = 2_000;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://site.example');
    response.setHeader('access-control-allow-origin', '*');
    if (request.method === 'POST' && pathname === '/v1/batch') {
      await record(request, response);
    } else if (/^\/likeness[\w-]*\.js$/.test(pathname)) {
      response.setHeader('content-type', 'text/javascript');
      response.end(await readFile(join(dist, pathname)));
    } else {
      const page = pages.get(pathname);
      response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html', ...page?.headers });
      response.end(page?.html ?? 'nothing here');
    }
  }

  async function record(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const how = behaviour;
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const gzipped = body[0] === 0x1f && body[1] === 0x8b;
    const text = (gzipped ? gunzipSync(body) : body).toString('utf8');
    // The SDK under test made this text; a wrong shape fails the test that reads it.
    const { batch, context } = JSON.parse(text) as { batch: RecordedEvent[]; context: object };
    const status = how === 'accept' ? 200 : how === 'cut' ? 0 : how.status;
    requests.push({
      at: Date.now(),
      wireBytes: body.length,
      text,
      events: batch.map((event) => ({ ...event, context: { ...context, ...event.context } })),
      headers: request.headers,
      status,
    });
    if (how === 'cut') request.socket.destroy();
    else {
      const retryAfter = how === 'accept' ? undefined : how.retryAfterSeconds;
      if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
      response.setHeader('access-control-expose-headers', 'retry-after');
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ success: status < 300, accepted: batch.length }));
    }
    for (const look of waiting) look();
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // A server that listens on a port has an address of this kind.
  const address = server.address() as AddressInfo;

  const collector: RecordingCollector = {
    origin: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    events() {
      const accepted = requests.filter(({ status }) => status === 200 || status === 0);
      return [
        ...new Map(
          accepted.flatMap(({ events }) => events).map((event) => [event.messageId, event]),
        ).values(),
      ];
    },
    tracked: (name) => collector.events().filter(({ event }) => event === name),
    behave(next) {
      behaviour = next;
    },
    serve(path, html, headers = {}) {
      pages.set(path, { html, headers });
    },
    until: (condition, what, timeoutMs = 10_000) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!condition()) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve();
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          const seen = collector.events().map(({ type, event }) => event ?? type);
          reject(
            new Error(
              `waited ${timeoutMs} ms for ${what}; requests: ${requests.length}; events: ${seen.join(', ')}`,
            ),
          );
        }, timeoutMs);
        waiting.add(look);
        look();
      }),
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      // A connection may still be on its way from the queue of the system: what comes is closed until none is left.
      const closing = setInterval(() => server.closeAllConnections(), 50);
      server.closeAllConnections();
      await closed;
      clearInterval(closing);
    },
  };
  return collector;
}

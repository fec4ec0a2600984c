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
  /** What it was answered with; 0 where no answer came after the body was read, -1 where the connection was cut before. */
  readonly status: number;
}

/**
 * How requests are answered: accepted, refused with a status, with the connection cut after the body was read, or, as if
 * nobody were there, before; or all accepted, but those with a text in them never answered.
 */
export type Behaviour =
  | 'accept'
  | 'cut'
  | 'away'
  | { readonly silentTo: string }
  | { readonly status: number; readonly retryAfterSeconds?: number };

/**
 * A server that plays site and collector at once, and keeps all it was sent.
 *
 * A page that drives itself can ask it: `/seen` answers how many events of each name it was sent, accepted or not, and
 * `/tell?something` says something, past the SDK.
 */
export interface RecordingCollector {
  readonly origin: string;
  /** Everything sent to `/v1/batch`, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** Accepted events, one per message id: what a collector would have stored. */
  events(): readonly RecordedEvent[];
  /** Accepted track events of one name. */
  tracked(name: string): readonly RecordedEvent[];
  /** Whether a page has told this, past the SDK. */
  wasTold(what: string): boolean;
  /** How requests are answered from now on. */
  behave(behaviour: Behaviour): void;
  /** Serves HTML, or a whole answer, at a path. */
  serve(path: string, html: string, headers?: Readonly<Record<string, string>>): void;
  /** Resolves when the condition holds after some request; rejects with what was seen after {@link patienceMs}. */
  until(condition: () => boolean, what: string): Promise<void>;
  stop(): Promise<void>;
}

/** How long a busy machine may take for anything: costs nothing when all goes well. */
const patienceMs = 40_000;

const dist = join(import.meta.dirname, '../../packages/sdk/dist');

/** Starts a recording collector on a free port of 127.0.0.1. */
export async function startRecordingCollector(): Promise<RecordingCollector> {
  const requests: RecordedRequest[] = [];
  const pages = new Map<
    string,
    { readonly html: string; readonly headers: Readonly<Record<string, string>> }
  >();
  const told = new Set<string>();
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
    const { pathname, search } = new URL(request.url ?? '/', 'http://site.example');
    response.setHeader('access-control-allow-origin', '*');
    if (request.method === 'POST' && pathname === '/v1/batch') {
      await record(request, response);
      for (const look of waiting) look();
    } else if (pathname === '/tell') {
      told.add(decodeURIComponent(search.slice(1)));
      response.end();
      for (const look of waiting) look();
    } else if (pathname === '/seen') {
      response.setHeader('cache-control', 'no-store');
      response.end(JSON.stringify(countByName(requests)));
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
    if (how === 'away') {
      requests.push({ at: Date.now(), wireBytes: 0, text: '', events: [], headers: {}, status: -1 });
      request.socket.destroy();
      return;
    }
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const gzipped = body[0] === 0x1f && body[1] === 0x8b;
    const text = (gzipped ? gunzipSync(body) : body).toString('utf8');
    // The SDK under test made this text; a wrong shape fails the test that reads it.
    const { batch, context } = JSON.parse(text) as { batch: RecordedEvent[]; context: object };
    const isSilent = typeof how === 'object' && 'silentTo' in how && text.includes(how.silentTo);
    const refusal = typeof how === 'object' && 'status' in how ? how : undefined;
    const status = how === 'cut' || isSilent ? 0 : (refusal?.status ?? 200);
    requests.push({
      at: Date.now(),
      wireBytes: body.length,
      text,
      events: batch.map((event) => ({ ...event, context: { ...context, ...event.context } })),
      headers: request.headers,
      status,
    });
    if (how === 'cut') request.socket.destroy();
    else if (!isSilent) {
      const retryAfter = refusal?.retryAfterSeconds;
      if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
      response.setHeader('access-control-expose-headers', 'retry-after');
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ success: status < 300, accepted: batch.length }));
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // A server that listens on a port has an address of this kind.
  const address = server.address() as AddressInfo;

  const collector: RecordingCollector = {
    origin: `http://127.0.0.1:${address.port}`,
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
    wasTold: (what) => told.has(what),
    behave(next) {
      behaviour = next;
    },
    serve(path, html, headers = {}) {
      pages.set(path, { html, headers });
    },
    until: (condition, what) =>
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
              `waited ${patienceMs} ms for ${what}; requests: ${requests.length}; events: ${seen.join(', ')}`,
            ),
          );
        }, patienceMs);
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

function countByName(requests: readonly RecordedRequest[]): Readonly<Record<string, number>> {
  const ids = new Map<string, Set<string>>();
  for (const { type, event, messageId } of requests.flatMap(({ events }) => events)) {
    const name = event ?? type;
    ids.set(name, (ids.get(name) ?? new Set()).add(messageId));
  }
  return Object.fromEntries([...ids].map(([name, { size }]) => [name, size]));
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import type { DirectBatchRoute } from '../ingest/direct-batch-route.ts';
import { UsageError } from './command.ts';
import { portOwner } from './port-owner.ts';

/** What can be served: an app's `fetch`. */
export type ServedApp = { readonly fetch: Parameters<typeof getRequestListener>[0] };

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Goes on answering for so long, ms, but asks every client to come back by a new connection. */
  readonly drain: (ms: number) => Promise<void>;
  /** Takes no new connections, lets requests under way finish, and cuts streams, which never would, after 2 s. */
  readonly stop: () => Promise<void>;
}

const graceMs = 2_000;
/**
 * How long a connection may rest, ms. Balancers and clients keep theirs for a minute, and must be the ones to close: a request
 * that meets a connection just being closed is lost on its way, and its sender cannot know.
 */
const keepAliveMs = 75_000;

/**
 * Serves an app on a port; 0 takes a free one. `takeBatch` is asked first.
 *
 * Throws a {@link UsageError} that names the owner when the port is taken.
 */
export async function listen(
  app: ServedApp,
  options: { readonly port: number; readonly host: string },
  takeBatch: DirectBatchRoute = () => false,
): Promise<Listening> {
  const answer = getRequestListener(app.fetch);
  let isDraining = false;
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => {
    // `Connection: close`: a balancer must not keep a connection that is about to end.
    if (isDraining) response.shouldKeepAlive = false;
    if (!takeBatch(request, response)) void answer(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  }).catch(async (error: unknown) => {
    throw await explain(error, options.port);
  });
  // A server that listens on a TCP port has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    drain: async (ms) => {
      isDraining = true;
      if (ms > 0) await delay(ms);
    },
    stop: async () => {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(
          () => 'closeAllConnections' in server && server.closeAllConnections(),
          graceMs,
        );
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        if ('closeIdleConnections' in server) server.closeIdleConnections();
      });
    },
  };
}

async function explain(error: unknown, port: number): Promise<unknown> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    const owner = (await portOwner(port)) ?? 'another process';
    return new UsageError(
      `Port ${port} is taken by ${owner}. Stop it, or choose another port: --port 8788, or --port 0 for a free one.`,
    );
  }
  if (code === 'EACCES')
    return new UsageError(`Port ${port} needs more rights than this user has: choose one above 1023.`);
  return error;
}
